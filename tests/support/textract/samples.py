"""Invoices of several countries and layouts, each with the expected result."""

from tests.support.textract.drawing import Drawing


def clinic_invoice() -> Drawing:
    """English, a ruled table, the sums to the right of it."""
    sheet = Drawing()
    sheet.put(15, 25, "Harbor Animal Clinic LLC", size=18, bold=True)
    sheet.put(15, 33, "48 Quay Street", "Portsmouth, NH 03801", "Phone: (603) 555-0142")
    sheet.put(150, 25, "INVOICE", size=20, bold=True)
    sheet.put(130, 35, "Invoice Number:", "Invoice Date:", "Due Date:", "PO Number:")
    sheet.put(165, 35, "HA-20417", "03/14/2024", "04/13/2024", "77-1820")
    sheet.put(15, 70, "Bill To:", "Dana Whitfield", "9 Orchard Lane", "Dover, NH 03820")
    sheet.rule(98).row(103, {15: "Description", -130: "Qty", -160: "Unit Price", -193: "Amount"}).rule(105)
    sheet.row(111, {15: "Emergency examination", -130: "1", -160: "$222.80", -193: "$222.80"}).rule(113)
    sheet.row(119, {15: "Comprehensive diagnostic profile", -130: "2", -160: "$176.70", -193: "$353.40"}).rule(121)
    sheet.row(127, {15: "Fluids, subcutaneous", -130: "3", -160: "$18.20", -193: "$54.60"}).rule(129)
    sheet.row(140, {140: "Subtotal", -193: "$630.80"}).row(146, {140: "Tax (5%)", -193: "$31.54"})
    return (
        sheet.row(152, {140: "Total", -193: "$662.34"})
        .row(158, {140: "Amount Paid", -193: "$100.00"})
        .row(164, {140: "Balance Due", -193: "$562.34"})
    )


CLINIC_SUMMARY = {
    "VENDOR_NAME": "Harbor Animal Clinic LLC",
    "VENDOR_ADDRESS": "48 Quay Street\nPortsmouth, NH 03801",
    "VENDOR_PHONE": "(603) 555-0142",
    "RECEIVER_NAME": "Dana Whitfield",
    "RECEIVER_ADDRESS": "9 Orchard Lane\nDover, NH 03820",
    "INVOICE_RECEIPT_DATE": "03/14/2024",
    "DUE_DATE": "04/13/2024",
    "INVOICE_RECEIPT_ID": "HA-20417",
    "PO_NUMBER": "77-1820",
    "TOTAL": "$662.34",
    "SUBTOTAL": "$630.80",
    "TAX": "$31.54",
    "AMOUNT_DUE": "$562.34",
    "AMOUNT_PAID": "$100.00",
}
CLINIC_ITEMS = [
    {"ITEM": "Emergency examination", "QUANTITY": "1", "UNIT_PRICE": "$222.80", "PRICE": "$222.80"},
    {"ITEM": "Comprehensive diagnostic profile", "QUANTITY": "2", "UNIT_PRICE": "$176.70", "PRICE": "$353.40"},
    {"ITEM": "Fluids, subcutaneous", "QUANTITY": "3", "UNIT_PRICE": "$18.20", "PRICE": "$54.60"},
]


def rechnung() -> Drawing:
    """German, no rules, descriptions that wrap, the recipient in the window of the envelope."""
    sheet = Drawing()
    sheet.put(130, 20, "Tierarztpraxis Dr. Lindqvist GmbH", bold=True)
    sheet.put(130, 26, "Gartenstraße 17", "79098 Freiburg", "Telefon: 0761 556677", "USt-IdNr.: DE811234567")
    sheet.put(20, 50, "Rechnung an:", "Frau Jolanda Öztürk", "Am Mühlbach 3", "79100 Freiburg")
    sheet.put(130, 55, "Rechnungsnummer: RE-2023-0815", "Rechnungsdatum: 05.12.2023", "Kundennummer: 40711")
    sheet.put(20, 88, "Rechnung", size=16, bold=True)
    sheet.row(100, {20: "Leistung", -125: "Menge", -160: "Einzelpreis", -190: "Gesamt"})
    sheet.row(108, {20: "Allgemeine Untersuchung mit", -125: "1", -160: "23,62", -190: "23,62"}).put(
        20, 113, "Beratung, Hund"
    )
    sheet.row(121, {20: "Narkose, Inhalation, je", -125: "2", -160: "603,15", -190: "1.206,30"}).put(
        20, 126, "angefangene Stunde"
    )
    sheet.row(134, {20: "Verbandmaterial", -125: "3", -160: "1,51", -190: "4,53"})
    sheet.row(146, {120: "Nettobetrag", -190: "1.234,45 EUR"}).row(152, {120: "zzgl. 19 % MwSt.", -190: "234,55 EUR"})
    sheet.row(158, {120: "Gesamtbetrag", -190: "1.469,00 EUR"})
    return sheet.put(20, 175, "Zahlbar bis 19.12.2023 ohne Abzug.")


RECHNUNG_SUMMARY = {
    "VENDOR_NAME": "Tierarztpraxis Dr. Lindqvist GmbH",
    "VENDOR_ADDRESS": "Gartenstraße 17\n79098 Freiburg",
    "VENDOR_PHONE": "0761 556677",
    "RECEIVER_NAME": "Frau Jolanda Öztürk",
    "RECEIVER_ADDRESS": "Am Mühlbach 3\n79100 Freiburg",
    "INVOICE_RECEIPT_DATE": "05.12.2023",
    "DUE_DATE": "19.12.2023",
    "INVOICE_RECEIPT_ID": "RE-2023-0815",
    "TOTAL": "1.469,00 EUR",
    "SUBTOTAL": "1.234,45 EUR",
    "TAX": "234,55 EUR",
}
RECHNUNG_ITEMS = [
    {"ITEM": "Allgemeine Untersuchung mit\nBeratung, Hund", "QUANTITY": "1", "UNIT_PRICE": "23,62", "PRICE": "23,62"},
    {
        "ITEM": "Narkose, Inhalation, je\nangefangene Stunde",
        "QUANTITY": "2",
        "UNIT_PRICE": "603,15",
        "PRICE": "1.206,30",
    },
    {"ITEM": "Verbandmaterial", "QUANTITY": "3", "UNIT_PRICE": "1,51", "PRICE": "4,53"},
]


def facture() -> Drawing:
    """French, codes before the names, spaces between the thousands."""
    sheet = Drawing()
    sheet.put(15, 22, "Clinique vétérinaire du Vallon SARL", size=13, bold=True)
    sheet.put(15, 29, "12 rue des Tilleuls", "69007 Lyon", "Tél. 04 72 00 11 22")
    sheet.put(120, 45, "Facturer à :", "Mme Hélène Garnier", "3 place Bellecour", "69002 Lyon")
    sheet.put(
        15, 60, "Facture n° F-2024-118", "Date : 5 février 2024", "Échéance : 6 mars 2024", "N° de commande : BC-5521"
    )
    sheet.rule(90).row(95, {15: "Réf", 40: "Désignation", -130: "Qté", -160: "PU HT", -193: "Total HT"}).rule(97)
    sheet.row(103, {15: "CHIR-02", 40: "Chirurgie du genou", -130: "1", -160: "2 000,00", -193: "2 000,00"})
    sheet.row(109, {15: "HOSP-11", 40: "Hospitalisation, jour", -130: "4", -160: "133,00", -193: "532,00"})
    sheet.row(124, {120: "Total HT", -193: "2 532,00 EUR"}).row(130, {120: "TVA 20 %", -193: "506,40 EUR"})
    return sheet.row(136, {120: "Total TTC", -193: "3 038,40 EUR"}).row(142, {120: "Net à payer", -193: "3 038,40 EUR"})


FACTURE_SUMMARY = {
    "VENDOR_NAME": "Clinique vétérinaire du Vallon SARL",
    "VENDOR_ADDRESS": "12 rue des Tilleuls\n69007 Lyon",
    "VENDOR_PHONE": "04 72 00 11 22",
    "RECEIVER_NAME": "Mme Hélène Garnier",
    "RECEIVER_ADDRESS": "3 place Bellecour\n69002 Lyon",
    "INVOICE_RECEIPT_DATE": "5 février 2024",
    "DUE_DATE": "6 mars 2024",
    "INVOICE_RECEIPT_ID": "F-2024-118",
    "PO_NUMBER": "BC-5521",
    "TOTAL": "3 038,40 EUR",
    "SUBTOTAL": "2 532,00 EUR",
    "TAX": "506,40 EUR",
    "AMOUNT_DUE": "3 038,40 EUR",
}
FACTURE_ITEMS = [
    {
        "PRODUCT_CODE": "CHIR-02",
        "ITEM": "Chirurgie du genou",
        "QUANTITY": "1",
        "UNIT_PRICE": "2 000,00",
        "PRICE": "2 000,00",
    },
    {
        "PRODUCT_CODE": "HOSP-11",
        "ITEM": "Hospitalisation, jour",
        "QUANTITY": "4",
        "UNIT_PRICE": "133,00",
        "PRICE": "532,00",
    },
]


def letter() -> Drawing:
    """A German letter for a window envelope: no label says who gets it, two tax rates, a deadline in a sentence."""
    sheet = Drawing()
    sheet.put(20, 15, "Kleintierpraxis am Markt", size=14, bold=True)
    sheet.put(20, 50, "Kleintierpraxis am Markt - Marktplatz 4 - 04109 Leipzig", size=6)
    sheet.put(20, 56, "Herrn", "Torsten Pohl", "Lindenweg 8", "04155 Leipzig")
    sheet.put(130, 56, "Datum: 17.08.2024", "Rechnungs-Nr.: 2024/1187").put(20, 95, "Rechnung", size=14)
    sheet.row(105, {20: "Pos.", 32: "Bezeichnung", -130: "Anzahl", -160: "Preis EUR", -190: "Betrag EUR"})
    sheet.row(111, {20: "1", 32: "Futtermittel 4 kg", -130: "2", -160: "30,00", -190: "60,00"})
    sheet.row(117, {20: "2", 32: "Impfung Katze RCP", -130: "1", -160: "55,00", -190: "55,00"})
    sheet.row(130, {120: "enthaltene MwSt. 7 %", -190: "3,93"}).row(136, {120: "enthaltene MwSt. 19 %", -190: "8,78"})
    sheet.row(142, {120: "Rechnungsbetrag", -190: "115,00"})
    return sheet.put(20, 160, "Bitte überweisen Sie den Betrag bis zum 31.08.2024.")


LETTER_SUMMARY = {
    "VENDOR_NAME": "Kleintierpraxis am Markt",
    "VENDOR_ADDRESS": "Marktplatz 4 04109 Leipzig",
    "RECEIVER_NAME": "Torsten Pohl",
    "RECEIVER_ADDRESS": "Lindenweg 8\n04155 Leipzig",
    "INVOICE_RECEIPT_DATE": "17.08.2024",
    "DUE_DATE": "31.08.2024",
    "INVOICE_RECEIPT_ID": "2024/1187",
    "TOTAL": "115,00",
    "TAX": "8,78",
}
LETTER_ITEMS = [
    {"ITEM": "Futtermittel 4 kg", "QUANTITY": "2", "UNIT_PRICE": "30,00", "PRICE": "60,00"},
    {"ITEM": "Impfung Katze RCP", "QUANTITY": "1", "UNIT_PRICE": "55,00", "PRICE": "55,00"},
]


def till_slip() -> Drawing:
    """A German till's slip: quantities above their lines, the tax in a table at the foot."""
    sheet = Drawing(size=(80, 110), font_size=9)
    sheet.put(20, 10, "Zoo Hansen GmbH", "Am Hafen 2, 20457 Hamburg", "Tel. 040 123456")
    sheet.row(30, {6: "Katzenstreu 10L", -74: "8,99 A"}).row(35, {6: "2 x 1,29"}).row(
        40, {6: "Leckerli Huhn", -74: "2,58 B"}
    )
    sheet.row(45, {6: "Hundeleine rot", -74: "12,95 A"}).row(52, {6: "SUMME EUR", -74: "24,52"})
    sheet.row(58, {6: "Bar", -74: "30,00"}).row(63, {6: "Rückgeld", -74: "5,48"})
    sheet.row(72, {6: "Satz", -35: "MwSt", -55: "Netto", -74: "Brutto"})
    sheet.row(77, {6: "A 19%", -35: "3,50", -55: "18,44", -74: "21,94"})
    sheet.row(82, {6: "B 7%", -35: "0,17", -55: "2,41", -74: "2,58"})
    sheet.row(87, {6: "Gesamt", -35: "3,67", -55: "20,85", -74: "24,52"})
    return sheet.put(6, 97, "17.08.24 15:22   Bon-Nr. 4711   Kasse 2")


TILL_SUMMARY = {
    "VENDOR_NAME": "Zoo Hansen GmbH",
    "VENDOR_ADDRESS": "Am Hafen 2, 20457 Hamburg",
    "VENDOR_PHONE": "040 123456",
    "INVOICE_RECEIPT_DATE": "17.08.24",
    "INVOICE_RECEIPT_ID": "4711",
    "TOTAL": "24,52",
    "TAX": "0,17",
    "OTHER": "5,48",
    "AMOUNT_PAID": "30,00",
}
TILL_ITEMS = [
    {"ITEM": "Katzenstreu 10L", "PRICE": "8,99"},
    {"ITEM": "Leckerli Huhn", "QUANTITY": "2", "UNIT_PRICE": "1,29", "PRICE": "2,58"},
    {"ITEM": "Hundeleine rot", "PRICE": "12,95"},
]


def receipt() -> Drawing:
    """A till's receipt: no heading, a quantity line without a name, cash and change."""
    sheet = Drawing(size=(80, 130), font_size=9)
    sheet.put(22, 10, "PAWS & CLAWS STORE", "7 Mill Road, Leeds", "LS1 4DY")
    sheet.put(8, 30, "Receipt no: 004417", "12/07/2023 14:02")
    sheet.row(44, {8: "Flea collar", -72: "8.99"}).put(8, 49, "05012345678900")
    sheet.put(8, 54, "Kitten milk 200ml").row(59, {8: "2 x 3.25", -72: "6.50"})
    sheet.row(64, {8: "Nail clipper", -72: "4.51"}).put(8, 69, "05099887766554")
    sheet.row(78, {8: "TOTAL", -72: "£20.00"}).row(83, {8: "CASH", -72: "£50.00"}).row(88, {8: "CHANGE", -72: "£30.00"})
    return sheet.put(16, 98, "Thank you, please call again")


RECEIPT_SUMMARY = {
    "VENDOR_NAME": "PAWS & CLAWS STORE",
    "VENDOR_ADDRESS": "7 Mill Road, Leeds\nLS1 4DY",
    "INVOICE_RECEIPT_DATE": "12/07/2023",
    "INVOICE_RECEIPT_ID": "004417",
    "TOTAL": "£20.00",
    "AMOUNT_PAID": "£50.00",
    "OTHER": "£30.00",
}
RECEIPT_ITEMS = [
    {"ITEM": "Flea collar", "PRICE": "8.99", "PRODUCT_CODE": "05012345678900"},
    {"ITEM": "Kitten milk 200ml", "QUANTITY": "2", "UNIT_PRICE": "3.25", "PRICE": "6.50"},
    {"ITEM": "Nail clipper", "PRICE": "4.51", "PRODUCT_CODE": "05099887766554"},
]


def credited(credit: str, *charges: tuple[str, str], total: str, number: str = "INV-20417") -> Drawing:
    """An invoice whose last line is a refund, printed as `credit`; the others are names and prices."""
    sheet = Drawing(size=(215.9, 279.4)).put(20, 20, "Oak Street Veterinary", "14 Oak Street", "Miami, FL 33027")
    sheet.put(120, 20, f"Invoice Number: {number}", "Invoice Date: 2026-03-14").put(20, 50, "Bill To:", "Ana Ortiz")
    sheet.row(80, {20: "Description", 100: "Qty", -150: "Unit Price", -190: "Amount"}).rule(83)
    lines = (*charges, ("Refund vaccine", credit))
    for line, (name, price) in enumerate(lines):
        sheet.row(90 + 7 * line, {20: name, 102: "1", -150: price, -190: price})
    foot = 97 + 7 * len(lines)
    return sheet.row(foot, {120: "Subtotal:", -190: total}).row(foot + 7, {120: "Total:", -190: total})
