"""The same invoice made by Faktura, reportlab, WeasyPrint and fpdf2, with the same text and a similar look.

Each library has a class. A program makes one instance and calls it for each document. All use Faktura's fonts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from pathlib import Path

from faktura.documents.coverage import face_number, normalized
from faktura.documents.glyphs import FACES

AT = datetime(2026, 11, 25, tzinfo=UTC)
TITLES = ("Service", "Description", "Qty", "Rate", "Amount")
SHARES = (2.2, 4.0, 0.8, 1.3, 1.5)
FILES = Path(str(files("faktura_fonts")))


@dataclass(frozen=True)
class Content:
    """The content of an invoice."""

    issuer: str
    address: tuple[str, ...]
    client: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, str], ...]
    note: str

    def faces(self) -> list[str]:
        """The fonts for its characters, the one for Latin first."""
        words = (self.issuer, *self.address, *self.client, *sum(self.rows, ()), *sum(self.totals, ()), self.note)
        used = {
            number for text in words for character in normalized(text) if (number := face_number(character)) is not None
        }
        return [FACES[number].name for number in sorted(used | {0})]


LATIN = (
    ("Consultation", "Work permit, first meeting in Łódź"),
    ("Überprüfung", "Müller & Søn: Verträge und Vollmachten"),
    ("Traduction", "Acte de naissance, français et anglais"),
    ("Tư vấn", "Nguyễn Thị Ánh, hồ sơ gia đình"),
)
MIXED = (
    ("Consultation", "Überprüfung für محمد علي"),
    ("相談", "山田太郎様のご相談、書類の作成"),
    ("ปรึกษา", "นายสมชาย เข้าพบทนายความ"),
    ("ייעוץ", "פגישה עם יוסף, שעה אחת"),
    ("Поездка", "Оля Іваненко, ₹ 12"),
)
CLIENTS = {"latin": ("Anna Łukaszewicz", "17, 42"), "mixed": ("Nguyễn Thị Ánh", "محمد · יוסף · สมชาย · 山田太郎")}


def invoice(kind: str, number: int) -> Content:
    """Twenty lines, no two alike, nor those of two invoices; `kind` is `latin` or `mixed`."""
    services, rows = {"latin": LATIN, "mixed": MIXED}[kind], []
    for line in range(20):
        service, text = services[line % len(services)]
        cents = number * 7919 + line * 104729
        rows.append(
            (service, f"{text} {number}/{line}", str(line % 9 + 1), f"${cents / 100:,.2f}", f"${cents / 25:,.2f}")
        )
    return Content(
        issuer="Łódź Consulting & Søn",
        address=("12 Harbour Street", "1012 AB Amsterdam", "VAT NL123456789B01"),
        client=CLIENTS[kind],
        rows=tuple(rows),
        totals=(
            ("Subtotal", f"${number}.00"),
            ("Discount", "($1.00)"),
            ("Total Owed", f"${number}.00"),
            ("Balance", "$1.00"),
        ),
        note="Please pay within 30 days.",
    )


class Faktura:
    """Faktura's own library."""

    def __init__(self, _content: Content) -> None:
        from faktura.documents import sheet

        self._sheet = sheet

    def pdf(self, content: Content, factur_x: bytes = b"") -> bytes:
        """The invoice, with the XML of the same invoice if there is one."""
        parts = self._sheet
        document = parts.Sheet("Invoice #0001", parts.Letterhead(content.issuer, content.address), made_at=AT)
        document.heading("Invoice #0001")
        document.blocks([parts.Block("Bill To", content.client), parts.Block("Date", ("November 25, 2026",))])
        columns = [
            parts.Column(title, share, "left" if number < 2 else "right")
            for number, (title, share) in enumerate(zip(TITLES, SHARES, strict=True))
        ]
        document.table(columns, content.rows)
        document.totals([parts.Amount(label, text, strong=label == "Balance") for label, text in content.totals])
        document.note("Client note", content.note)
        return document.pdf(factur_x)


class Reportlab:
    """Platypus, with a font for each part in mixed scripts. It neither shapes letters nor writes right to left."""

    def __init__(self, content: Content) -> None:
        from reportlab.lib import colors, pagesizes, styles
        from reportlab.pdfbase import pdfmetrics, ttfonts
        from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

        self._size, self._style = pagesizes.A4, styles.ParagraphStyle("body", fontName="Sans", fontSize=9, leading=12.5)
        self._right = styles.ParagraphStyle("right", parent=self._style, alignment=2)
        self._heading = styles.ParagraphStyle("heading", fontName="Sans-Bold", fontSize=21, leading=28)
        self._parts = (SimpleDocTemplate, Paragraph, Spacer, Table)
        self._grid = [
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.lightgrey),
            ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
        ]
        for face in content.faces():
            pdfmetrics.registerFont(ttfonts.TTFont(face, str(FILES / f"{face}-Regular.ttf")))
        pdfmetrics.registerFont(ttfonts.TTFont("Sans-Bold", str(FILES / "Sans-Bold.ttf")))

    def pdf(self, content: Content) -> bytes:
        """The invoice."""
        template, paragraph, spacer, table = self._parts
        body, right = self._style, self._right
        story = [paragraph(_tagged(text), body) for text in (content.issuer, *content.address)]
        story += [spacer(1, 20), paragraph("Invoice #0001", self._heading)]
        story += [paragraph(_tagged(text), body) for text in ("Bill To", *content.client, "Date", "November 25, 2026")]
        cells = [
            [paragraph(_tagged(text), body if at < 2 else right) for at, text in enumerate(row)]
            for row in (TITLES, *content.rows)
        ]
        story.append(table(cells, [share / sum(SHARES) * 487 for share in SHARES], style=self._grid, repeatRows=1))
        story.append(table(content.totals, [120, 120], hAlign="RIGHT", style=self._grid[:2]))
        story += [paragraph("Client note", body), paragraph(_tagged(content.note), body)]
        file = BytesIO()
        template(file, pagesize=self._size, title="Invoice #0001").build(story, onFirstPage=_foot, onLaterPages=_foot)
        return file.getvalue()


class Weasyprint:
    """A page of HTML."""

    def __init__(self, content: Content) -> None:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration

        self._html, self._fonts = HTML, FontConfiguration()
        faces = "".join(
            f"@font-face {{font-family: {face}; src: url('{(FILES / face).as_uri()}-Regular.ttf')}}"
            for face in content.faces()
        )
        bold = f"@font-face {{font-family: Sans; font-weight: bold; src: url('{(FILES / 'Sans-Bold.ttf').as_uri()}')}}"
        looks = (
            f"body {{font: 9pt {', '.join(content.faces())}}} h1 {{font-size: 21pt}}"
            "table {width: 100%; border-collapse: collapse}"
            "td {border-bottom: 0.5pt solid #ddd; padding: 3pt 5pt} .n {text-align: right}"
            "@page {size: A4; margin: 54pt; @bottom-right {content: 'Page ' counter(page) ' of ' counter(pages)}}"
        )
        self._css = CSS(string=faces + bold + looks, font_config=self._fonts)

    def pdf(self, content: Content) -> bytes:
        """The invoice."""
        lines = "".join(f"<p>{escape(text)}</p>" for text in (content.issuer, *content.address))
        client = "".join(f"<p>{escape(text)}</p>" for text in ("Bill To", *content.client, "Date", "November 25, 2026"))
        rows = "".join(_row(row, "th" if row is TITLES else "td") for row in (TITLES, *content.rows))
        totals = "".join(_row(row, "td") for row in content.totals)
        html = f"{lines}<h1>Invoice #0001</h1>{client}<table>{rows}</table><table>{totals}</table><p>{content.note}</p>"
        written: bytes = self._html(string=html).write_pdf(stylesheets=[self._css], font_config=self._fonts)
        return written


class Fpdf2:
    """Used as in its manual: added fonts, fallback fonts, shaping if the text needs it, and a table."""

    def __init__(self, _content: Content) -> None:
        from fpdf import FPDF

        self._fpdf = FPDF

    def pdf(self, content: Content) -> bytes:
        """The invoice."""
        pdf = self._fpdf()
        faces = content.faces()
        for face in faces:
            pdf.add_font(face, "", FILES / f"{face}-Regular.ttf")
        pdf.add_font("Sans", "B", FILES / "Sans-Bold.ttf")
        if len(faces) > 1:
            pdf.set_fallback_fonts(faces[1:], exact_match=False)
            pdf.set_text_shaping(use_shaping_engine=True)
        pdf.add_page()
        pdf.set_font("Sans", size=9)
        for text in (content.issuer, *content.address):
            pdf.cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Sans", "B", 21)
        pdf.cell(0, 12, "Invoice #0001", new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Sans", size=9)
        for text in ("Bill To", *content.client, "Date", "November 25, 2026"):
            pdf.cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
        with pdf.table(col_widths=SHARES, text_align=("LEFT", "LEFT", "RIGHT", "RIGHT", "RIGHT")) as table:
            for row in (TITLES, *content.rows):
                table.row(row)
        for label, text in content.totals:
            pdf.cell(150, 6, label, align="R")
            pdf.cell(40, 6, text, align="R", new_x="LMARGIN", new_y="NEXT")
        pdf.multi_cell(0, 5, content.note)
        return bytes(pdf.output())


PEERS = {"faktura": Faktura, "reportlab": Reportlab, "weasyprint": Weasyprint, "fpdf2": Fpdf2}


def _tagged(text: str) -> str:
    """Markup that gives each part of the text a font with its characters."""
    stretches = groupby(text, key=lambda character: face_number(character) or 0)
    return "".join(f'<font name="{FACES[number].name}">{escape("".join(part))}</font>' for number, part in stretches)


def _row(cells: Sequence[str], tag: str) -> str:
    return (
        "<tr>"
        + "".join(f'<{tag} class="{"n" if at > 1 else ""}">{escape(cell)}</{tag}>' for at, cell in enumerate(cells))
        + "</tr>"
    )


def _foot(canvas: object, document: object) -> None:
    canvas.setFont("Sans", 7.5)  # type: ignore[attr-defined]
    canvas.drawRightString(541, 38, f"Page {document.page}")  # type: ignore[attr-defined]
