"""The words that label numbers, dates and people, in English, German and French.

Patterns are over `fold`ed text; a space in them is any number of spaces.
"""

from faktura.capture.page.label_text import phrase

NUMBER_STRONG = phrase(
    r"\b(?:tax |sales |cash |proforma |commercial |credit )?(?:invoice|inv|facture|rechnungs?|factuur|"
    r"fattura) (?:no|nr|num|number|numero|nummer|id|ref|reference|n|#)s?(?![a-z])",
    r"\b(?:rechnungs?|beleg)(?:nummer|nr)\b",
    r"\b(?:numero|n|no|num) (?:de )?(?:la )?facture\b",
    r"\b(?:credit note|gutschrift|avoir) (?:no|nr|n|number|#)(?![a-z])",
)
NUMBER_MEDIUM = phrase(
    r"\b(?:receipt|rcpt|bill|doc(?:ument)?|slip|bon|ticket|quittungs?|kassenbon|beleg|recu|cb|cs|"
    r"trans(?:action)?|tr|trn|check|chk) (?:no|nr|num|number|numero|nummer|id|n|#)s?(?![a-z])",
    r"\b(?:receipt|bill|ticket|cb|check) (?=[#])",
)
NUMBER_WEAK = phrase(
    r"^ (?:tax |sales |cash )?(?:invoice|facture|rechnung|receipt|quittung|bill|credit note|gutschrift|avoir)\b",
    r"^ (?:no|nr|number|nummer|numero|#)(?![a-z])",
    r"\b(?:ref(?:erence)?) (?:no|nr|#)?(?![a-z])",
)
NOT_NUMBER = phrase(
    r"\b(?:customer|cust|client|account|acct|a c|tax|gst|vat|sst|reg(?:istration)?|company|co|order|po|p o|"
    r"purchase|phone|tel|fax|member|card|approval|auth|table|"
    r"kunden|steuer|ust|bestell|auftrags|telefon|commande|siret|tva|iban|konto|terminal|cashier|page|"
    r"seite) (?:id )?(?:no|nr|n|number|num|nummer|id|#)?\b(?! invoice)",
)
ORDER = phrase(
    r"\b(?:p o|po|purchase order|customer order|your order)\b (?:no|nr|number|num|#)?(?![a-z])",
    r"\b(?:bestell|auftrags)(?:nummer|nr)\b",
    r"\b(?:ihre )?bestellung (?:nr|nummer)?\b",
    r"\b(?:n|no|numero)? (?:de )?(?:bon de )?commande\b (?:n|no|numero)?(?![a-z])",
    r"\bp o #",
)
DATE_STRONG = phrase(
    r"\b(?:invoice|inv|bill|billing|receipt|issue|issued|document|doc|statement) (?:date|dt|dated|on)\b",
    r"\bdate (?:of )?(?:issue|invoice|issued|bill)\b",
    r"\b(?:rechnungs|beleg|ausstellungs)datum\b",
    r"\bdate (?:de )?(?:la )?(?:facture|facturation|emission)\b",
    r"\bfacture du\b",
    r"\brechnung vom\b",
    r"\btax point\b",
    r"\bdated\b",
)
DATE_PLAIN = phrase(r"\bdate\b", r"\bdatum\b", r"\bdt\b", r"\bd[oa]te\b", r"\ble $", r"\bden $")
DATE_DUE = phrase(
    r"\bdue (?:date|by|on)\b",
    r"\bpayment due\b",
    r"\bdue\b",
    r"\bpay (?:by|before)\b",
    r"\bpayable (?:by|before|on)\b",
    r"\becheance\b",
    r"\ba (?:payer|regler) (?:avant|le)\b",
    r"\bfallig\w*\b",
    r"\bzahlbar bis\b",
    r"\bzahlungsziel\b",
    r"\bdate limite\b",
    r"\b(?:uberweis|begleich|zahl)\w*\b.*\bbis\b",
)
DATE_OTHER = phrase(
    r"\b(?:delivery|deliver|ship\w*|service|order|start|end|from|to|period|expiry|expires?|valid|until|birth|"
    r"dob|print(?:ed)?|since|check (?:in|out)|best before|member)\b",
    r"\b(?:liefer|leistungs|bestell|auftrags|geburts|druck)(?:datum|zeitraum|tag)?\b",
    r"\b(?:livraison|commande|naissance|periode|validite|prestation|impression)\b",
    r"\bgueltig\b",
    r"\bgultig\b",
    r"\bbis\b",
)
RECEIVER = phrase(
    r"^ (?:bill(?:ed)? to|billing (?:address|to)|sold to|invoiced? to|invoice for|customer(?: name| details)?|"
    r"client(?: name| details)?|buyer|attention|attn|to)\b",
    r"^ (?:rechnung an|rechnungs(?:adresse|anschrift|empfanger)|kunde|empfanger|besitzer|tierhalter|"
    r"facturer a|facture a|adresse de facturation)\b",
    r"^ (?:owner|pet owner|prepared for|issued to|pay[eo]r|patient owner|destinataire|proprietaire|adresse a)\b",
)
SHIP_TO = phrase(
    r"^ (?:ship(?:ped)? to|shipping address|deliver(?:y)? (?:to|address)|lieferadresse|lieferanschrift|"
    r"adresse de livraison|livre a)\b"
)
VENDOR = phrase(
    r"^ (?:from|seller|vendor|supplier|issued by|remit to|verkaufer|absender|lieferant|vendeur|fournisseur|emetteur)\b"
)
TITLE = phrase(
    r"^ (?:simplified |original |copy |duplicate |customer )*(?:tax |cash |sales |pro ?forma |"
    r"commercial )*(?:invoice|receipt|bill|facture|rechnung|quittung|recu|ticket|statement|beleg|avoir|"
    r"gutschrift|copy|page)\b.{0,24}$",
)
CONTACT = phrase(
    r"\b(?:tel|telephone|phone|fax|mobile|hp|telefon|mob|e ?mail|www|http\w*|web|website|siret|siren|iban|bic|swift)\b",
    r"\b(?:gst|vat|sst|tax|tva|ust|abn|ein|reg|roc|co) "
    r"(?:reg|id|no|nr|number|payer|idnr|ident|intracom\w*)",
    r"^ (?:open|hours|mon|mo) ",
    r"\bsteuer ?nr",
    r"\bwww\b",
)
COMPANY = phrase(
    r"\b(?:s ?d ?n b ?h ?d|bhd|plt|ltd|limited|inc|llc|llp|corp(?:oration)?|co|company|gmbh|ag|kg|ohg|ug|e k|"
    r"gbr|sarl|sas|s a s|s a|sa|eurl|sasu|b v|nv|pty|plc|s r l|oy|s b)$",
    r"\b(?:bhd|ltd|limited|inc|llc|gmbh|sarl|pty|plc|trading|store?s?|enterprise|holdings|restaurant|clinic|"
    r"klinik|clinique|hospital|veterinar\w*|veterinaire|tierarzt\w*|tierklinik|"
    r"praxis|pharmacy|apotheke|pharmacie|bakery|bakeries|market|supermarket|shop|services|animal|vet|pet|"
    r"international)\b",
)
SALUTATION = phrase(r"^ (?:herrn?|frau|familie|firma|an|mr|mrs|ms|mme|monsieur|madame) $")
