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
    r"client(?: name| details)?|buyer|purchaser|attention|attn|to|guest(?: name)?|tenant|policy ?holder)\b",
    r"^ (?:rechnung an|rechnungs(?:adresse|anschrift|empfanger)|kunde|kundin|empfanger|besitzer|tierhalter|gast|"
    r"auftraggeber|mieter|leistungsempfanger|facturer a|facture a|adresse de facturation|adresse a)\b",
    r"^ (?:owner|pet owner|prepared for|issued to|pay[eo]r|patient owner|destinataire|proprietaire|acheteur|abonne|"
    r"assure|locataire|cliente|facturar a|cessionario|destinatario|intestatario|klant|factuur aan|factuuradres)\b",
)
SHIP_TO = phrase(
    r"^ (?:ship(?:ped)? to|shipping address|deliver(?:y)? (?:to|address)|lieferadresse|lieferanschrift|"
    r"adresse de livraison|livre a|livrer a|service address|direccion de entrega|afleveradres)\b"
)
VENDOR = phrase(
    r"^ (?:from|seller|vendor|vendeur|supplier|sold by|issued by|billed by|remit to|verkaufer|absender|lieferant|"
    r"rechnungssteller|fournisseur|emetteur|vendu par|prestataire|emisor|proveedor|fornitore|leverancier)\b"
)
STAFF = phrase(
    r"^ (?:vendeur|vendeuse|verkaufer(?:in)?|seller|sales ?(?:person|man|rep|representative)|staff|clerk|cashier|"
    r"served by|your (?:server|contact|advis[eo]r)|server|operator|advis[eo]r|account manager|agent|prepared by|"
    r"contact(?: person)?|attending|technician|mechanic|doctor|veterinarian|"
    r"(?:sach)?bearbeiter(?:in)?|(?:ihr )?ansprechpartner(?:in)?|berater(?:in)?|kassierer(?:in)?|es bediente sie|"
    r"bedient (?:von|durch)|behandelnde\w*|fach\w*arzt\w*|tierarzt|tierarztin|monteur|"
    r"conseiller(?:e)?|interlocuteur|caissier(?:e)?|servi par|votre contact|veterinaire|technicien|"
    r"owned by|operated by|managed by|inhaber(?:in)?|geschaftsfuhrer(?:in)?|gerant(?:e)?|ceo|director)\b"
)
"""People who work for the practice or own it. A seller is one of them, unless an address follows."""
PAYEE = phrase(
    r"\b(?:payable to|account (?:name|holder)|beneficiary|payee|kontoinhaber|zahlungsempfanger|empfanger|"
    r"titulaire(?: du compte)?|beneficiaire|a l ?ordre de|titular|beneficiario|copyright|begunstigter|"
    r"thank you for (?:choosing|shopping (?:at|with)|visiting))\b"
)
BANK = phrase(r"\b(?:\w*bank|sparkasse|banque|credit agricole|paypal|stripe|klarna|visa|mastercard|maestro|amex)\b")
TITLE = phrase(
    r"^ (?:simplified |original |copy |duplicate |customer )*(?:tax |cash |sales |pro ?forma |"
    r"commercial )*(?:invoice|receipt|bill|facture|rechnung|quittung|recu|ticket|statement|beleg|avoir|"
    r"gutschrift|copy|page)\b.{0,24}$",
    r"^ (?:(?:tax|vat|cash|sales|credit|debit|repair|work|delivery|account|guest|commercial) )*"
    r"(?:note|memo|order|folio|estimate|quote|invoice|receipt|bill|statement)\b[ \d]*$",
    r"^ (?:rechnungs?\w*|honorar\w*|liquidation|gutschrift\w*|kassenbon|kassenbeleg|stornorechnung|lieferschein|"
    r"note d ?honoraires?|facture\w*|avoir|factura\w*|fattura|nota de credito|factuur|creditnota|bon)\b.{0,16}$",
)
CONTACT = phrase(
    r"\b(?:tel|telephone|phone|fax|mobile|hp|telefon|mob|e ?mail|www|http\w*|web|website|siret|siren|iban|bic|swift)\b",
    r"\b(?:gst|vat|sst|tax|tva|ust|abn|ein|reg|roc|co) "
    r"(?:reg|id|no|nr|number|payer|idnr|ident|intracom\w*)",
    r"^ (?:open|hours|mon|mo)\b",
    r"\bsteuer ?nr",
    r"\bwww\b",
    r"\b(?:abn|siret|siren|rcs|hrb|uid|uen|gstin|nif|cif|p iva|partita iva|kvk|btw|mwst)\b",
)
COMPANY_FORM = phrase(
    r"\b(?:s ?d ?n b ?h ?d|bhd|plt|ltd|limited|inc|incorporated|llc|llp|corp(?:oration)?|co|company|gmbh|ag|kg|ohg|ug|"
    r"e k|gbr|partg|sarl|selarl|sas|s a s|s a|sa|eurl|sasu|scp|b v|bv|nv|pty|plc|s r l|srl|s l|sl|s p a|spa|oy|s b|"
    r"pte)$",
    r"\b(?:kgaa|mbh|e v|e g|s n c|snc|s c a|stiftung)$",
    r"\b(?:sons|sohne?|fils|bros|brothers|hijos|figli|fratelli)$",
    r"\b(?:sdn bhd|s b|bhd|ltd|limited|inc|llc|gmbh|sarl|selarl|pty|pte|plc)\b",
)
"""The form of a company, such as GmbH, at the end of its name; the clear ones anywhere in it."""
TRADE = phrase(
    r"\b(?:trading|stores?|enterprise|holdings?|restaurant|restoran|restaurante|cafe|coffee|bistro|brasserie|bar|pub|"
    r"arms|inn|hotel|auberge|gasthof|gasthaus|pension|bakery|bakeries|boulangerie|market|mart|supermarket|"
    r"supermarche|shop|boutique|stationery|hardware|books?|services?|solutions|systems|group|studio|atelier|agency|"
    r"kanzlei|garage|motors|autohaus|workshop|taller(?:es)?|officina|menuiserie|schreinerei|librairie|pharmacy|"
    r"pharmacie|farmacia|drogerie|optik|optician\w*|dental|dentist\w*|medical|health|centre|center|foundation|"
    r"university|school|academy|utilities|energy|energie|stadtwerke|cloud|hosting|online|telecom|supplies|supply|"
    r"outfitters|foods?|pets?|kennels?|animal|animaux|animalerie|vets?|clinics?|clinique|klinik|clinica|hospital|"
    r"cabinet|veterinar\w*|veterinaire|surgery|surgeons|international|partners|associates|industries|repairs?|"
    r"consult(?:ing|ants?|ancy)|translations?|design|photography|architects?|attorneys?|solicitors|salon|spa|fitness|"
    r"travel|tours|airlines|insurance|electrical|plumbing|construction|cleaning|laundry|florist|jewell?ers|"
    r"kedai|syarikat|perniagaan|farmasi|pasaraya)\b",
    r"(?:klinik|praxis|apotheke|tierarzt\w*|handlung|betrieb|werkstatt|kliniek|praktijk|backerei|metzgerei|gartnerei|"
    r"restaurants?|versand|buro|market|mart|clinic|hospital|pharmacy)\b",
)
"""Words of trades in names of businesses. They speak for a business and against a person."""
SALUTATION = phrase(
    r"^ (?:herrn?|frau|familie|firma|an|mr|mrs|ms|mme|m|monsieur|madame)(?: (?:und )?(?:frau|mrs|madame))? $",
    r"^ (?:dear|sehr geehrte\w*|hallo|hello|cher|chere|estimad[oa])\b",
)
