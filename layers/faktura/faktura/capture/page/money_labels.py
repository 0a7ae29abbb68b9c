"""The words that label amounts, in English, German and French.

Patterns are over `fold`ed text; a space in them is any number of spaces.
"""

import re

from faktura.capture.page.label_text import phrase

_TAX = (
    r"(?:tax(?:es)?|vat|[cisu]?gst|sst|hst|pst|qst|tva|tps|tvq|mwst|m w st|ust|u st|umsatzsteuer|mehrwertsteuer"
    r"|steuer|taxe|iva|btw|moms|mva)"
)
_EXCLUDED = r"(?:excl?|exkl|excluding|exclusive|before|without|w o|ohne|hors|sans|sin|senza)"
_INCLUDED = r"(?:incl?|inclusive|including|inkl|with|w|toutes)"

GLUED_CURRENCY = re.compile(r"(?<=[a-z]{3})(?:rm|usd|eur|chf)(?= )")
"""A currency without a space before it ("CASHRM")."""
SUBTOTAL = phrase(
    r"\bsub tota ?l",
    r"\bsous tota ?l",
    r"zwischen ?summe",
    r"\btotal h t\b",
    r"\bmontant (?:total )?h t\b",
    r"\bnetto(?:betrag|summe)?\b",
    r"\b(?:summe|gesamt|gesamtbetrag|betrag) netto\b",
    r"\buntaxed\b",
    rf"\b\w*(?:summe|betrag|total|montant|amount|amt|preis|somme)s? {_EXCLUDED} .*",
    r"\b(?:taxable|assessable) (?:value|amount|amt)\b",
    r"\b(?:base (?:ht|imposable)|bemessungsgrundlage|imponibile)\b",
    r"\bpositions?summe\b",
    r"\bwarenwert\b",
    r"\btotal (?:amount|amt|sales?)? \(? ?(?:excl?|excluding|exclusive|before|without|w o|ohne|hors|exkl|zzgl)\b.*",
    r"\bsum of items\b",
)
TAX = phrase(
    rf"\b(?:total |sales |service |gesamt |davon |zzgl |plus |inkl |enthaltene )*{_TAX}\b",
    rf"\b{_TAX}(?= [@\d%])",
    rf"\d{_TAX}\b",
)
TAX_INCLUDED = phrase(
    rf"\b{_INCLUDED} ", r"\bt t c\b", r"\bbrutto\b", r"\b(?:includ\w*|enthalten\w*|darin|davon|dont|inclus\w*)\b"
)
NOT_TAX = phrase(
    r"\binvoice\b",
    rf"\b{_TAX} (?:id|reg|no|nr|number|code|summary|analysis|invoice|point|rate|ident|payer|date)\b",
    r"\breg\b",
    rf"\b(?:total|amount|amt|sales?|summe|betrag|montant|price|gesamt)\b.*\b{_INCLUDED} (?:of )?(?:\d+ %? )?{_TAX}\b",
    r"\btaxable\b",
    r"\bsupplies\b",
    r"\b(?:before|excl?|excluding|exclusive|without|ex|w o|hors|ohne|exkl|sans|sin|senza) ",
    r"\b(?:amount|amt|sales?) (?:due|payable)\b",
    r"\bsteuer (?:nr|nummer|id)",
    r"\bust id",
    r"\bt t c\b",
    r"\bnon\b",
    r"\bbrutto",
)
TOTAL_STRONG = phrase(
    r"\bgrand total\b",
    r"\bfinal total\b",
    r"\bnett total\b",
    r"\binvoice (?:total|amount|amt)\b",
    r"\btotal (?:of )?invoice\b",
    r"\bbill (?:total|amount)\b",
    r"\btotal (?:amount |amt |balance |bill )?(?:due|payable|to pay|owed|owing)\b",
    r"\btotal t t c\b",
    r"\bmontant t t c\b",
    r"\bmontant (?:total )?t t c\b",
    r"\bnet a payer\b",
    r"\b(?:montant|total|somme|reste) (?:total )?a (?:payer|regler)\b",
    r"\bmontant du\b",
    r"\bmontant total\b",
    r"\b(?:gesamt|rechnungs|end|zahl|brutto|rechnungsend|gesamtrechnungs)(?:betrag|summe|endbetrag)\b",
    r"\bzu (?:be)?zahlen\b",
    r"\bzu zahlender betrag\b",
    r"\bsumme (?:brutto|eur|chf)\b",
    r"\bgesamt (?:brutto|eur|chf)\b",
    r"\btotal (?:eur|chf|usd|gbp|rm|myr|betrag|brutto)\b",
    rf"\btotal(?: sales?| amount| amt| price| after adj| \(? ?rm ?\)?)* ?\(? ?{_INCLUDED} .*",
    r"\b(?:rounded|nett) total\b",
    r"\btotal (?:after )?(?:round(?:ed|ing)?|adj)\b",
    r"\btotal (?:amount|amt|charges?|sales?|price)\b",
    r"\bplease pay\b",
    r"\bpay this amount\b",
    r"\btotal after discount\b",
)
TOTAL_PLAIN = phrase(
    r"\bnet (?:amount|amt|value|sales?)\b",
    r"\bgross (?:amount|amt|value)\b",
    r"\b(?:ttl|tot|summa|i alt|suma|importe)\b",
    r"^ (?:nett?|gross|brutto|ttc) $",
    r"\b(?:[a-z]{4,})?total\b",
    r"\bsumme\b",
    r"\bgesamt\b",
    r"\btotale\b",
    r"\btotaal\b",
    r"\bgesamtpreis\b",
)
DUE = phrase(
    r"\b(?:amount|amt|balance|bal|total|total amount|total balance) (?:due|payable|outstanding|to pay|owed|"
    r"owing|remaining)\b",
    r"\bbalance\b",
    r"^ due\b",
    r"\bnet a payer\b",
    r"\breste (?:a payer|du)\b",
    r"\bsolde(?: du| a payer)?\b",
    r"\bmontant du\b",
    r"\boffener betrag\b",
    r"\brestbetrag\b",
    r"\bzahlbetrag\b",
    r"\bzu (?:be)?zahlen\b",
    r"\bpayable\b",
    r"\bplease pay\b",
    r"\b(?:att betala|at betale|a betale|te betalen|a pagar|da pagare)\b",
    r"\bpay this amount\b",
    r"^ (?:amount|to pay|bill|betrag|montant) $",
)
NOT_TOTAL = phrase(
    r"\bsub tota ?l",
    r"\bsous tota ?l",
    r"zwischen",
    r"\btotal (?:qty|quantity|items?|pcs|no|number|disc\w*|sav\w*|points?|hours|units?|weight|card|cover|"
    r"guests?|sold|count)\b",
    rf"\btotal {_TAX}\b",
    r"\btotal (?:h t|netto)\b",
    rf"(?:qty|items?|discount|savings?|points?|{_TAX}|reward) total\b",
    r"\bitem count\b",
    r"\b(?:excl?|excluding|exclusive|before|without|w o|exempt|hors|ohne|exkl)\b",
    r"\btotal (?:at |of |de |a )?\d+(?: \d+)? %",
    rf"\btotal included {_TAX}\b",
    r"\bsupplies\b",
    r"\b(?:previous|last|opening|closing|forward|brought|account|card|loyalty|points?) (?:balance|total|bal)\b",
    r"\bnetto\b",
    r"\bcredit\b",
)
PAID = phrase(
    r"\b(?:amount |amt |total |already |deja |bereits |less |payment )?(?:paid|tender(?:ed)?|tend|received|"
    r"regle|paye|bezahlt|erhalten|gezahlt)\b",
    r"\bcash\b",
    r"\bvisa\b",
    r"\bmaster ?card\b",
    r"\bamex\b",
    r"\b(?:credit|debit) card\b",
    r"\beftpos\b",
    r"\bespeces\b",
    r"\bcarte (?:bancaire|bleue)\b",
    r"^ cb\b",
    r"\bgegeben\b",
    r"\b(?:ec|giro)? ?karte\b",
    r"^ bar\b",
    r"^ pay\b",
    r"\bpayments?\b",
    r"\bpaiement\b",
    r"\b(?:acomptes?|arrhes|avance)\b",
    r"\b\w*(?:anzahlung|vorauszahlung|abschlagszahlung|teilzahlung)(?:en)?\b",
    r"\b(?:angezahlt|akonto|a conto|abschlage?)\b",
    r"\b(?:deposit|advance|prepaid|prepayment|down ?payment|retainer)\b",
    r"\bzahlung\b",
    r"\bcash tend",
)
NOT_PAID = phrase(
    r"\bchange\b",
    r"\b(?:bill|sales|total|terms|due|method|service)\b",
    r"\bcash ?back\b",
    r"\bruckgeld\b",
    r"\bmonnaie\b",
    r"\brendu\b",
)
CHANGE = phrase(r"\bchange\b", r"\bruckgeld\b", r"\bwechselgeld\b", r"\bmonnaie\b", r"\brendu\b")
DISCOUNT = phrase(
    r"\bdisc(?:ount)?\b",
    r"\brabatt\b",
    r"\bskonto\b",
    r"\bremise\b",
    r"\brabais\b",
    r"\b(?:coupon|rebate|nachlass|reduction|descuento|sconto|korting)\b",
)
EXTRA = phrase(
    r"\bshipping\b",
    r"\bfreight\b",
    r"\bdelivery\b",
    r"\bversand\w*\b",
    r"\bporto\b",
    r"\blivraison\b",
    r"\bfrais de port\b",
    r"\bserv\w* (?:charge|chg|tax)\b",
    r"\bsvc\b",
    r"\bgratuity\b",
    r"\btip\b",
)
REMAINING = phrase(r"\b(?:noch|rest\w*|remaining|outstanding|balance|solde|reste|still|offen\w*)\b")
"""Words for what is left to pay after payments."""
ARREARS = phrase(
    r"\b(?:previous|prior|last|opening|old|outstanding|overdue) (?:unpaid |account )?"
    r"(?:balance|bal|bill|invoice|amount)\b",
    r"\b(?:balance|amount)s? (?:brought|carried) (?:forward|over)\b",
    r"\bbalance (?:from|of) (?:last|previous|prior)\b",
    r"\b(?:arrears|past due|b f)\b",
    r"\b(?:solde|report) (?:anterieur|precedent|a nouveau)\b",
    r"\b(?:vortrag|saldovortrag|ruckstand|ruckstande|altsaldo|offene forderungen?|mahngebuhr\w*)\b",
)
NOT_A_SUM = phrase(
    r"\b(?:skonto|escompte|early payment|prompt payment)\b",
    r"\bif (?:paid|settled)\b",
    r"\b(?:settled |paid )?(?:within|after) \d+ days\b",
    r"\b(?:optional|suggested|donation)\b",
    r"\b(?:running|page) total\b",
    r"\btotal (?:of )?(?:this )?page\b",
    r"\btotal (?:carried|brought)\b",
    r"\b(?:saved|you save|savings?|loyalty|points?|reward\w*|economise\w*|gespart|ersparnis)\b",
    r"\b(?:year|annual|yearly|ytd|to date|jahres\w*|annuel\w*|per month|monthly plan|pro monat|par mois)\b",
    r"\b(?:credit (?:limit|available|remaining)|available credit)\b",
    r"\b(?:equivalent|exchange rate|kurs|taux de change)\b",
)
"""Words of amounts that are no sum of this invoice: what would be saved, another year's, another currency's."""
ROUNDING = phrase(r"\bround(?:ing|ed)?\b", r"\brundung\w*\b", r"\barrondi\b")
ITEMS = phrase(
    r"\b(?:qty|quantity|description|item|unit|each|menge|anzahl|beschreibung|bezeichnung|artikel|leistung|designation"
    r"|libelle|qte|quantite|prix|preis|price|rate)\b"
)
"""Words in the heading of a table of line items."""
SUMMARY = phrase(
    rf"{_TAX} (?:summary|analysis|details|breakdown|code)",
    r"\bsummary\b",
    r"\bsteuer ?(?:ubersicht|satz|aufstellung)",
    r"\b(?:taux|detail|recapitulatif) (?:de )?(?:la )?tva\b",
)
