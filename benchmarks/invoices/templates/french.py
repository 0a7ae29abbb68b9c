"""Invoices of France, Belgium, French-speaking Switzerland and Québec."""

from benchmarks.invoices.bill import Terms
from benchmarks.invoices.blocks import (
    amount_box,
    at,
    beside,
    facts,
    new_page,
    rule,
    space,
    strip,
    sums,
    table,
    tax_table,
    text,
)
from benchmarks.invoices.template import Template

_LEGAL = at(
    283, text("{firm} - {street} - {town} - Tél. {phone}", "SIRET 482 113 790 00021 - {vat}", x=105, align="C", size=7)
)

TEMPLATES = (
    Template(
        "fr_vet", "FR", "vet",
        (
            text("{firm}", size=16, bold=True), text("{street}", "{town}", "Tél. {phone}", size=9), space(4),
            text("{customer}", "{customer_street}", "{customer_town}", x=120), space(8),
            text("FACTURE N° {number}", size=13, bold=True), text("Date : {day}"), text("Vétérinaire : {seller}"),
            text("Animal : Caramel, chat européen"), space(5),
            table(("Désignation", "{text}", 20, "L"), ("Qté", "{quantity}", 115, "R"), ("P.U. HT", "{price}", 140, "R"),
                  ("TVA", "{line_rate} %", 160, "R"), ("Total HT", "{line}", 190, "R")),
            sums(("Total HT", "{net} €"), ("TVA {rate} %", "{rate_tax} €"), ("Total TTC", "{total} €"),
                 ("Acompte", "-{prepaid} €"), ("Net à payer", "{due} €"), x=130, strong=("total",)), _LEGAL,
        ),
        Terms((3, 6), ("20",), prepaid=0.3), "dd/MM/yyyy", "F#####",
    ),
    Template(
        "fr_workshop", "FR", "workshop",
        (
            beside(text("{firm}", size=15, bold=True), text("Facture", x=190, align="R", size=20)),
            text("{street}, {town}", size=8), space(8),
            beside(text("Facturé à :", "{customer}", "{customer_street}", "{customer_town}"),
                   text("Livré à :", "{customer}", "Chantier {customer_street}", "{customer_town}", x=80),
                   facts(("Facture n°", "{number}"), ("Date", "{day}"), ("Échéance", "{due_day}"), x=140, value=163)),
            space(8),
            table(("Description", "{text}", 20, "L"), ("Quantité", "{quantity}", 120, "R"),
                  ("Prix unit.", "{price} €", 152, "R"), ("Montant HT", "{line} €", 190, "R"), shade=60),
            sums(("Total HT", "{net} €"), ("Total TVA", "{tax} €"), ("Total TTC", "{total} €"),
                 ("Acompte versé", "{prepaid} €"), ("Reste à payer", "{due} €"), x=130, framed=True), _LEGAL,
        ),
        Terms((2, 6), ("10",), prepaid=0.5), "dd/MM/yyyy", "FA-YYYY-####",
    ),
    Template(
        "fr_boutique", "FR", "shop",
        (
            text("{firm}", x=105, align="C", size=18, bold=True), text("{street}, {town}", x=105, align="C", size=8),
            space(8),
            strip(("Numéro de\nfacture", "{number}"), ("Date de\nfacturation", "{day}"), ("Date\nd'échéance", "{due_day}"),
                  ("Numéro\nclient", "{customer_no}"), ("\nVendeur", "{seller}"), framed=True), space(8),
            text("Client : {customer}", "{customer_street}, {customer_town}"), space(6),
            table(("Réf.", "{code}", 20, "L"), ("Article", "{text}", 38, "L"), ("Qté", "{quantity}", 130, "R"),
                  ("PU TTC", "{price}", 158, "R"), ("Total TTC", "{line}", 190, "R"), ruled=True),
            sums(("Remise", "-{discount}"), ("Frais de port", "{shipping}"), ("TOTAL À PAYER", "{total} €"),
                 ("dont TVA {rate} %", "{rate_tax}"), x=125), _LEGAL,
        ),
        Terms((2, 5), ("20",), is_gross=True, shipping=0.5, discount=0.4), "dd/MM/yyyy", "#######", is_split=True,
    ),
    Template(
        "fr_energie", "FR", "utility",
        (
            beside(text("{firm}", size=18, bold=True), amount_box("Montant à payer avant le {due_day}", "{due} €", 118,
                                                                 72)), space(4),
            facts(("Référence client", "{customer_no}"), ("N° de facture", "{number}"), ("Facture du", "{day}"),
                  ("Période", "du {from_day} au {to_day}"), value=58, size=9), space(6),
            text("{customer}", "{customer_street}", "{customer_town}", x=118), space(8),
            table(("Votre consommation", "{text}", 20, "L"), ("Montant HT", "{line} €", 190, "R")), space(5),
            strip(("Total HT", "{net} €"), ("TVA 5,5 %", "{tax} €"), ("Total TTC", "{total} €"), ("Solde antérieur",
                  "{arrears} €"), ("À payer", "{due} €"), shade=225), _LEGAL,
            new_page, text("Votre année en un coup d'œil", size=13),
            facts(("Total facturé l'an dernier", "{last_year} €"), value=140, align="R"),
        ),
        Terms((2, 5), ("5.5",), arrears=0.4), "d MMMM yyyy", "## ### ### ###",
    ),
    Template(
        "fr_auteur", "FR", "freelancer",
        (
            text("{manager}", "{firm}", "{street}", "{town}"), space(6),
            text("{customer_firm}", "{customer_street}", "{customer_town}", x=190, align="R"), space(8),
            text("Note d'honoraires n° {number}", size=13, bold=True), text("{town}, le {day}"), space(6),
            table(("Prestation", "{text}", 20, "L"), ("Heures", "{quantity}", 130, "R"), ("Tarif", "{price}", 155, "R"),
                  ("Total", "{line} €", 190, "R"), gap=1.6),
            sums(("Net à payer", "{total} €"), x=140, strong=("total",)),
            text("TVA non applicable, art. 293 B du CGI", "À régler avant le {due_day}.", size=9),
        ),
        Terms((1, 4), hours=True), "d MMMM yyyy", "YYYY-##", face="times", size=11.5,
    ),
    Template(
        "fr_hebergeur", "FR", "hosting",
        (
            at(6, text("{printed_day} {clock}", x=8, size=7), text("{site} - Mes factures", x=95, size=7)),
            beside(text("{firm}", size=17, bold=True), text("{street}", "{town}", "France", x=190, align="R", size=8)),
            space(8), text("# Facture {number}", size=14, bold=True),
            text("Date de facturation : {day}", "Date d'échéance : {due_day}"), space(5),
            text("Facturé à", bold=True), text("{customer}", "{customer_street}", "{customer_town}"), space(6),
            table(("Description", "{text}", 20, "L"), ("Total", "{line} € HT", 190, "R"), ruled=True),
            sums(("Sous-total", "{sum} €"), ("{rate}.00% TVA", "{rate_tax} €"), ("Crédit", "{prepaid} €"),
                 ("Total", "{total} €"), x=150, labels="R"),
        ),
        Terms((1, 4), ("20",)), "dd/MM/yyyy", "#####",
    ),
    Template(
        "fr_avoir", "FR", "shop",
        (
            text("{firm}", size=15, bold=True), text("{street}", "{town}"), space(8),
            text("AVOIR N° {number}", size=14, bold=True), text("Date : {day}", "Client : {customer}"), space(6),
            table(("Article retourné", "{text}", 20, "L"), ("Qté", "{quantity}", 130, "R"), ("Montant", "{line} €", 190,
                  "R")),
            sums(("Total HT", "{net} €"), ("TVA {rate} %", "{rate_tax} €"), ("Total TTC", "{total} €"), x=130), _LEGAL,
        ),
        Terms((1, 3), ("20",), is_credit=True), "dd/MM/yyyy", "AV####",
    ),
    Template(
        "be_hotel", "BE", "hotel",
        (
            text("{firm}", x=105, align="C", size=19), text("{street}, {town}, {vat}", x=105, align="C", size=8),
            space(8), beside(text("{customer}", "{customer_street}", "{customer_town}"),
                             facts(("Facture", "{number}"), ("Date", "{day}"), ("Arrivée", "{from_day}"), ("Départ",
                                   "{to_day}"), x=130, value=155)), space(8),
            table(("Libellé", "{text}", 20, "L"), ("Nombre", "{quantity}", 120, "R"), ("TVA %", "{line_rate}", 145, "R"),
                  ("Montant TVAC", "{line}", 190, "R")),
            tax_table(("Taux", "{rate} %", 20, "L"), ("Base", "{base}", 65, "R"), ("TVA", "{rate_tax}", 95, "R"),
                      ("TVAC", "{rate_total}", 125, "R")),
            sums(("TOT TTC", "{total} EUR"), ("Payé par carte", "{prepaid} EUR"), ("Solde", "{due} EUR"), x=130,
                 strong=("total",)),
        ),
        Terms((2, 5), ("21", "6"), is_gross=True, prepaid=0.4), "dd-MM-yyyy", "YYYY/####",
    ),
    Template(
        "be_vet", "BE", "vet",
        (
            text("{firm}", size=15, bold=True), text("{street}, {town}", "Tél. {phone} - {vat}", size=8), rule,
            facts(("Facture n°", "{number}"), ("Date facture", "{day}"), ("Propriétaire", "{customer}"), value=55),
            space(6),
            table(("Acte ou produit", "{text}", 20, "L"), ("Nb", "{quantity}", 130, "R"), ("EUR TVAC", "{line}", 190, "R"),
                  shade=230),
            sums(("Total", "{exact}"), ("Arrondi", "{rounding}"), ("Total arrondi à payer", "{total} €"), x=120),
        ),
        Terms((2, 6), rounding="0.05"), "dd/MM/yyyy", "BV-####",
    ),
    Template(
        "ch_garage", "CH-fr", "workshop",
        (
            beside(text("{firm}", size=16, bold=True), text("{street}", "{town}", "{phone}", x=190, align="R", size=8)),
            space(12), text("{customer}", "{customer_street}", "{customer_town}", x=120), space(8),
            text("Facture {number}", size=13, bold=True), text("Date {day}    Payable au {due_day}"), space(4),
            table(("Travaux", "{text}", 20, "L"), ("Qté", "{quantity}", 125, "R"), ("Prix", "{price}", 155, "R"),
                  ("CHF", "{line}", 190, "R")),
            sums(("Sous-total", "{net}"), ("TVA {rate}%", "{rate_tax}"), ("Arrondi", "{rounding}"), ("Total CHF",
                 "{total}"), x=130, strong=("total",)), at(284, text("{firm}, {vat}, IBAN {iban}", size=7)),
        ),
        Terms((2, 6), ("7.7",), rounding="0.05"), "dd.MM.yyyy", "#####",
    ),
    Template(
        "qc_vet", "CA-fr", "vet",
        (
            text("{firm}", x=105, align="C", size=16, bold=True),
            text("{street}, {town}", "{phone}", x=105, align="C", size=8), space(8),
            beside(text("Client : {customer}", "{customer_street}", "{customer_town}"),
                   facts(("No facture", "{number}"), ("Date", "{day}"), ("No client", "{customer_no}"), x=130, value=158)),
            space(6),
            table(("Description", "{text}", 20, "L"), ("Qté", "{quantity}", 130, "R"), ("Prix", "{line} $", 190, "R")),
            sums(("Sous-total", "{sum} $"), ("TPS {rate} %", "{rate_tax} $"), ("TOTAL", "{total} $"), ("Dépôt",
                 "{prepaid} $"), ("Solde dû", "{due} $"), x=130),
        ),
        Terms((2, 6), ("5",), prepaid=0.3), "yyyy-MM-dd", "#####",
    ),
)  # fmt: skip
