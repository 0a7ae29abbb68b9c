"""Receipts of tills, typed."""

from benchmarks.invoices.bill import Terms
from benchmarks.invoices.blocks import rule, space, sums, table, tax_table, text
from benchmarks.invoices.sheet import Align
from benchmarks.invoices.template import TILL, Block, Notation, Template, usual

_MIDDLE = 40.0


def _centred(*lines: str, bold: bool = False) -> Block:
    return text(*lines, x=_MIDDLE, align="C", bold=bold)


def _items(text: str, amount: str = "{line}", headed: bool = False) -> Block:
    end: Align = "R"
    return table(("ITEM", text, 6, "L"), ("AMT", amount, 74, end), headed=headed)


def _sums(*rows: tuple[str, str]) -> Block:
    return sums(*rows, x=6, value=74, strong=("total",))


def _till(
    name: str, country: str, blocks: tuple[Block, ...], terms: Terms, day: str, number: str, notation: Notation = usual
) -> Template:
    return Template(
        name, country, "till", blocks, terms, day, number, notation=notation, paper=TILL, face="courier", size=8
    )


TEMPLATES = (
    _till("my_till", "MY", (
        _centred("{FIRM}", bold=True), _centred("{street}", "{town}", "TEL {phone}", "({vat})"), rule,
        text("Receipt No: {number}", "Date: {day} {clock}", "Cashier: {seller}", x=6), rule,
        _items("{quantity} x {text}"), rule,
        _sums(("Sub Total", "{exact}"), ("Rounding Adj", "{rounding}"), ("TOTAL (RM)", "{total}"),
              ("CASH", "{cash}"), ("CHANGE", "{change}")),
        _centred("THANK YOU, PLEASE COME AGAIN"),
    ), Terms((1, 6), rounding="0.05"), "dd/MM/yyyy", "R#######"),
    _till("my_till_gst", "MY", (
        _centred("{FIRM}", bold=True), _centred("{street}", "{town}"), _centred("TAX INVOICE"), space(2),
        text("INV: {number}", "{day}{clock}", x=6), rule, _items("{text}", "{line} S", headed=True), rule,
        _sums(("TOTAL (GST INCL)", "{exact}"), ("ROUNDING", "{rounding_bare}"), ("ROUNDED TOTAL", "{total}"),
              ("TTL CASH", "{cash}"), ("CHANGE DUE", "{change}")),
        text("GST SUMMARY", x=6),
        tax_table(("TAX", "S={rate}%", 6, "L"), ("AMT(RM)", "{base}", 48, "R"), ("TAX(RM)", "{rate_tax}", 74, "R")),
    ), Terms((2, 6), ("6",), is_gross=True, rounding="0.05"), "dd-MM-yyyy", "CS########"),
    _till("sg_till", "SG", (
        _centred("{firm}", bold=True), _centred("{street}", "{town}", "{vat}"), rule,
        text("Bill# {number}  {day} {clock}", x=6), _items("{text}", "${line}"), rule,
        _sums(("Subtotal", "${net}"), ("GST {rate}%", "${rate_tax}"), ("Total", "${total}"), ("NETS", "${total}")),
    ), Terms((1, 4), ("7",)), "dd MMM yyyy", "####"),
    _till("gb_till", "GB", (
        _centred("{firm}", bold=True), _centred("{street}", "{town}", "VAT {vat}"), space(2), _items("{text}"), rule,
        _sums(("{count} BALANCE DUE", "£{total}"), ("CASH", "£{cash}"), ("CHANGE", "£{change}")),
        text("{day} {clock}  OP 4", x=6), _centred("Keep your receipt"),
    ), Terms((1, 6)), "dd/MM/yy", ""),
    _till("us_diner", "US", (
        _centred("{firm}", bold=True), _centred("{street}", "{town}", "{phone}"), space(2),
        text("Check #{number}   Table 12", "{day} {clock}", "Server: {seller}", x=6), rule,
        _items("{quantity} {text}"), rule,
        _sums(("Subtotal", "{sum}"), ("Tax", "{tax}"), ("Total", "${total}")), rule,
        text("VISA {card}", "Auth {approval}", "Amount ${total}", x=6),
    ), Terms((2, 5), ("8.25",)), "MM/dd/yyyy", "####"),
    _till("au_till", "AU", (
        _centred("{firm}", bold=True), _centred("{vat}", "{street} {town}", "TAX INVOICE"), rule,
        text("Trans {number}  {day} {clock}", x=6), _items("{text}", "${line}"), rule,
        _sums(("TOTAL", "${exact}"), ("ROUNDING", "${rounding}"), ("TOTAL TO PAY", "${total}"), ("Cash tendered",
              "${cash}"), ("Change", "${change}"), ("GST included", "${tax}")),
    ), Terms((1, 5), ("10",), is_gross=True, rounding="0.05"), "d/MM/yyyy", "######"),
    _till("de_till", "DE", (
        _centred("{firm}", bold=True), _centred("{street}", "{town}", "{vat}"), space(2),
        text("                            EUR", x=6), _items("{text}", "{line} A"), rule,
        _sums(("SUMME", "EUR {total}"), ("Bar", "{cash}"), ("Rückgeld", "{change}")),
        tax_table(("MwSt", "A {rate}%", 6, "L"), ("Netto", "{base}", 48, "R"), ("Steuer", "{rate_tax}", 74, "R")),
        text("Bon-Nr. {number}  {day} {clock}", x=6), _centred("Vielen Dank für Ihren Einkauf"),
    ), Terms((1, 5), ("7",), is_gross=True), "dd.MM.yyyy", "#####"),
    _till("fr_till", "FR", (
        _centred("{firm}", bold=True), _centred("{street}", "{town}"), space(2),
        text("Ticket {number}  le {day} à {clock}", "Vendeur : {seller}", x=6), rule,
        _items("{quantity} {text}"), rule,
        _sums(("TOT TTC", "{total} EUR"), ("dont TVA {rate}%", "{rate_tax}"), ("ESPECES", "{cash}"), ("RENDU",
              "{change}")),
    ), Terms((1, 5), ("10",), is_gross=True), "dd/MM/yyyy", "######"),
    _till("ch_till", "CH", (
        _centred("{firm}", bold=True), _centred("{street}", "{town}", "{vat}"), space(2),
        text("{day} {clock}   Nr. {number}", x=6), rule, _items("{text}"), rule,
        _sums(("TOTAL CHF", "{total}"), ("Kreditkarte", "{total}"), ("inkl. {rate}% MWST", "{rate_tax}")),
    ), Terms((1, 5), ("2.6",), is_gross=True), "dd.MM.yy", "####"),
)  # fmt: skip
