"""Invoices in Spanish, Italian and Dutch, which the product does not promise to read."""

from benchmarks.invoices.bill import Terms
from benchmarks.invoices.blocks import at, beside, facts, space, strip, sums, table, text
from benchmarks.invoices.template import Template

TEMPLATES = (
    Template(
        "es_taller", "ES", "workshop",
        (
            beside(text("{firm}", size=15, bold=True), text("FACTURA", x=190, align="R", size=16)),
            text("{street}, {town}", "{vat}", size=8), space(8),
            beside(text("Cliente", "{customer}", "{customer_street}", "{customer_town}"),
                   facts(("Nº factura", "{number}"), ("Fecha", "{day}"), ("Vencimiento", "{due_day}"), x=130,
                         value=158)),
            space(8),
            table(("Concepto", "{text}", 20, "L"), ("Cant.", "{quantity}", 125, "R"), ("Precio", "{price}", 155, "R"),
                  ("Importe", "{line} €", 190, "R"), shade=225),
            sums(("Base imponible", "{net} €"), ("IVA {rate} %", "{rate_tax} €"), ("Total factura", "{total} €"), x=130,
                 strong=("total",)),
        ),
        Terms((2, 3), ("21",)), "dd/MM/yyyy", "A-####",
    ),
    Template(
        "es_agua", "ES", "utility",
        (
            text("{firm}", size=17, bold=True), text("{street}, {town}", size=8), space(6),
            strip(("Factura", "{number}"), ("Fecha de emisión", "{day}"), ("Contrato", "{customer_no}")), space(6),
            text("{customer}", "{customer_street}", "{customer_town}"), space(6),
            table(("Detalle", "{text}", 20, "L"), ("", "{line} €", 150, "R")),
            sums(("Subtotal", "{net} €"), ("IVA {rate}%", "{rate_tax} €"), ("TOTAL A PAGAR", "{total} €"), x=20,
                 value=150),
        ),
        Terms((2, 3), ("10",)), "d 'de' MMMM 'de' yyyy", "########",
    ),
    Template(
        "it_studio", "IT", "freelancer",
        (
            text("{firm}", size=15, bold=True), text("{street}", "{town}", "{vat}", size=9), space(8),
            text("Spett.le", "{customer_firm}", "{customer_street}", "{customer_town}", x=120), space(8),
            text("Fattura n. {number} del {day}", bold=True), space(4),
            table(("Descrizione", "{text}", 20, "L"), ("Ore", "{quantity}", 130, "R"),
                  ("Importo", "{line} €", 190, "R")),
            sums(("Imponibile", "{net} €"), ("IVA {rate}%", "{rate_tax} €"), ("Totale fattura", "{total} €"), x=130),
        ),
        Terms((1, 3), ("22",), is_by_hour=True), "dd/MM/yyyy", "##/YYYY",
    ),
    Template(
        "nl_dierenarts", "NL", "vet",
        (
            beside(text("{firm}", size=16, bold=True), text("{street}", "{town}", "{phone}", x=190, align="R", size=8)),
            space(8), text("{customer}", "{customer_street}", "{customer_town}"), space(8),
            facts(("Factuurnummer", "{number}"), ("Factuurdatum", "{day}"), ("Vervaldatum", "{due_day}")), space(6),
            table(("Omschrijving", "{text}", 20, "L"), ("Aantal", "{quantity}", 130, "R"), ("Bedrag", "€ {line}", 190,
                  "R")),
            sums(("Subtotaal", "€ {net}"), ("BTW {rate}%", "€ {rate_tax}"), ("Totaal te betalen", "€ {total}"), x=130),
            at(284, text("{firm} - {vat} - {iban}", size=7)),
        ),
        Terms((2, 4), ("21",)), "dd-MM-yyyy", "YYYY####",
    ),
)  # fmt: skip
