"""The styles of documents: sizes and leadings in points, colours as red, green and blue from 0 to 1."""

from faktura.documents.content import Style

INK = "0.11 0.13 0.16"
QUIET = "0.4 0.44 0.5"
ACCENT = "0.1 0.23 0.38"
BAND = "0.95 0.96 0.975"
ROW_RULE = "0.86 0.88 0.91"
INK_RULE = "0.45 0.5 0.58"
HAIRLINE = 0.5

NAME = Style(13, 17, INK, bold=True)
ADDRESS = Style(8.5, 12, QUIET)
HEADING = Style(21, 28, ACCENT, bold=True)
SUBHEADING = Style(12, 17, ACCENT, bold=True)
LABEL = Style(8, 12.5, QUIET, bold=True)
BODY = Style(9.5, 13.5, INK)
TITLE = Style(8, 11.5, QUIET, bold=True)
ROW = Style(9, 12.5, INK)
TOTAL_LABEL = Style(9.5, 13.5, QUIET)
TOTAL = Style(9.5, 13.5, INK)
STRONG = Style(11, 15.5, INK, bold=True)
FOOTER = Style(7.5, 10, QUIET)
