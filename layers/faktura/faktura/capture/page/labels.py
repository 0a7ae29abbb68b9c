"""The words that label numbers, dates and people, in English, German and French.

Patterns are over `fold`ed text; a space in them is any number of spaces.
"""

from faktura.capture.page.label_text import phrase

NUMBER_OF_ANOTHER = phrase(
    r"\b(?:original|related|previous|corrected|reversed|supplier|client|last|unpaid|next|for|credits?|replaces|"
    r"supersedes|cancels|ursprungliche?|stornierte|zu|origine|initiale) "
    r"(?:tax |the |your |our )?(?:invoice|rechnung|facture) (?:no|nr|number|nummer|n|#)?(?![a-z])",
    r"\b(?:payment by|lab|laboratory|gift|voucher|parking|passport|less|paying in|deposit|pay in) "
    r"(?:check|cheque|slip|voucher|ticket|document|credit note|credit) (?:no|nr|number|#)(?![a-z])",
)
"""The number of an invoice that this one corrects."""
NUMBER_STRONG = phrase(
    r"\b(?:tax |sales |cash |proforma |commercial |credit )?(?:invoice|inv|facture|faktura|\w*rechnungs?|"
    r"factuur|factura|fattura|fatura|credit memo|note d honoraires|honorarnoten?) (?:receipt |document |doc |ref )?"
    r"(?:no|nr|num|number|numero|nummer|id|ref|reference|n|#)s?(?![a-z])",
    r"\b\w*(?:rechnungs?|beleg|factuur)(?:nummer|nr)\b",
    r"\b(?:numero|n|no|num|nro|nr) (?:de |della |di |da )?(?:la )?(?:facture|factura|fattura|fatura)\b",
    r"\b(?:number|reference|ref) (?:of|de) (?:the |la )?(?:invoice|facture|factura)\b",
    r"# (?:facture|factura|invoice|rechnung)\b",
    r"\b(?:credit note|gutschrifts?|avoir) (?:no|nr|n|number|nummer|#)(?![a-z])",
)
NUMBER_MEDIUM = phrase(
    r"\b(?:receipt|rcpt|bill|do[ck](?:uments?|umento|umenten|ket)?|ricevuta|recibo|slip|bon|ticket|quittungs?|"
    r"kassenbon|beleg|recu|statement|folio|voucher|note|sale|txn|cb|cs|trans(?:action)?|tr|trn|check|chk) "
    r"(?:no|nr|num|number|numero|nummer|id|ref|reference|n|#)s?(?![a-z])",
    r"\b(?:receipt|bill|ticket|cb|check) (?=[#])",
    r"\b(?:numero|n|no|num|nro|nr) (?:de |del |du |di )?(?:documento?|ticket|recibo|ricevuta|recu)\b",
)
NUMBER_TILL = phrase(r"\b(?:slip|sale|txn|cb|cs|trans(?:action)?|tr|trn|check|chk)\b")
"""Of the medium labels, those that also number what a till does."""
NUMBER_TITLE = phrase(
    r"^ (?:tax |vat |sales |cash |original |your |ihre |votre )?(?:(?:invoice|inv|facture|factura|fattura|fatura|"
    r"factuur|rechnung|receipt|quittung|bill|credit note|gutschrift|avoir|ticket|bon|kassenbon|beleg|folio|statement|"
    r"document|docket|trans(?:action)?) ){1,2}#?(?![a-z])"
)
NUMBER_BARE = phrase(r"^ (?:no|nr|n|number|nummer|numero|#)(?![a-z])", r"\b(?:ref(?:erence)?) (?:no|nr|#)?(?![a-z])")
NOT_NUMBER = phrase(
    r"\b(?:customer|cust|client|account|acct|a c|tax|gst|vat|sst|reg(?:istration)?|company|co|order|po|p o|"
    r"purchase|phone|tel|fax|member|card|approval|auth|table|delivery(?: note)?|patient|pet|chip|case|claim|policy|"
    r"quote|quotation|estimate|licen[cs]e|your|ihre?|votre|notre|unser|batch|till|staff|user|queue|trace|"
    r"kunden|steuer|ust|bestell|auftrags|liefer(?:schein)?|telefon|commande|bon de livraison|siret|tva|iban|bic|konto|"
    r"terminal|cashier|page|seite|klant|cliente|pedido|ordine|dossier|patienten|versicherungs|mandats) "
    r"(?:id )?(?:no|nr|n|number|num|numero|nummer|id|ref|reference|zeichen|#)?\b(?! invoice)",
)
ORDER = phrase(
    r"\b(?:p o|po|purchase order|customer order|your order)\b (?:no|nr|number|num|#)?(?![a-z])",
    r"\b(?:bestell|auftrags)(?:nummer|nr)\b",
    r"\b(?:ihre )?bestellung (?:nr|nummer)?\b",
    r"\b(?:n|no|numero)? (?:de )?(?:bon de )?commande\b (?:n|no|numero)?(?![a-z])",
    r"\bp o #",
)
DATE_STRONG = phrase(
    r"\b(?:invoice|bill) (?:date )?(?:and |or )?(?:delivery|supply|service|tax) date\b",
    r"\b(?:invoice|inv|bill|billing|receipt|issue|issued|document|doc|statement) (?:date|dt|dated|on)\b",
    r"\bdate (?:of )?(?:the )?(?:issue|invoice|issued|bill|receipt)\b",
    r"\b(?:rechnungs|beleg|ausstellungs|factuur)datum\b",
    r"\brechnungs (?:und |u )?(?:liefer|leistungs)datum\b",
    r"\bdate (?:de |d )?(?:la )?(?:facture|facturation|emission)\b",
    r"\bfacture (?:[\w#]* )?du $",
    r"\brechnung (?:[\w#]* ){0,4}vom $",
    r"\btax point\b",
    r"\bdated $",
    r"\bfecha (?:de )?(?:la )?(?:factura|facturacion|emision|expedicion)\b",
    r"\bdata (?:della |di )?(?:fattura|emissione|documento)\b",
)
DATE_OF_ANOTHER = phrase(
    r"\b(?:original|related|previous|corrected|reversed|ursprungliche?[nr]?|stornierte[nr]?|initiale|d origine) "
    r"(?:tax )?(?:invoice|rechnung|facture)\b",
    r"\b(?:for|against|re|regarding|corrects|cancels|reverses|of) (?:our |your |the )?(?:tax )?invoice\b.*\bdated\b",
    r"\bzu (?:unserer |der |ihrer )?rechnung\b",
    r"\bzur rechnung\b",
    r"\b(?:sur|annule|rectifie|concernant|relatif a|relative a) (?:la |notre |votre )?facture\b",
)
"""The date of the invoice that this document corrects."""
CREDIT_NOTE = phrase(
    r"^ (?:tax |sales )?(?:credit (?:note|memo|invoice|nota)|adjustment note|refund)\b",
    r"^ (?:gutschrift|storno\w*|rechnungskorrektur|korrekturrechnung)\b",
    r"^ (?:facture d )?avoir\b",
    r"^ (?:note de credit|nota de credito|nota di credito|creditnota)\b",
)
INVOICE_WORD = phrase(r"\b(?:invoice|inv|rechnungs?\w*|facture|facturation)\b")
DATE_PLAIN = phrase(r"\bdate\b", r"\bdatum\b", r"\bdt\b", r"\bd[oa]te\b", r"\bfecha\b", r"\bdata $")
DATE_OF_SOMETHING = phrase(
    r"\bdate (?:of |de |du |der |des )?"
    r"(?!(?:time|and|the|heure|uhrzeit|yyyy|aaaa|jjjj|issue|issued|invoice|bill|receipt|facture|facturation|emission|vom|was)\b)"
    r"[a-z]{3,}",
)
"""A date of something that these words do not know ("Date received"): it is as good as a date without a label."""
DATE_OF_PLACE = phrase(r"\ble $", r"\bden $")
"""The end of a letter's place and date ("Paris, le 12 mars 2021")."""
DATE_DUE = phrase(
    r"(?:^|\b(?:payment|amount|balance|total|invoice|terms|net|days|pay\w*)\b.*) due(?: (?:by|on))? $",
    r"\bdue date\b",
    r"\bdate due\b",
    r"\b(?:payment|amount|balance|total) due\b",
    r"\bpayable (?:on|au|le)\b",
    r"\becheance\b",
    r"\b(?:remit|settle|pay\w*)\b.*\b(?:by|until|before)\b",
    r"\b(?:a payer|a regler|reglement|paiement|payable)\b.*\b(?:avant|jusqu\w*|au plus tard)\b",
    r"\ba (?:payer|regler) le\b",
    r"\bfallig\w*\b",
    r"\bzahlbar (?:bis|zum|am)\b",
    r"\bzahlungsziel\b",
    r"\bdate limite\b",
    r"\bdirect debit (?:on|date)\b",
    r"\b(?:lastschrift|abbuchung|einzug|abgebucht)\b.*\bam\b",
    r"\b(?:prelevement|preleve)\b.*\ble\b",
    r"\b(?:uberweis|begleich|zahl)\w*\b.*\bbis\b",
    r"\bvencimiento\b",
    r"\bscadenza\b",
    r"\bvervaldatum\b",
    r"\bte betalen voor\b",
)
DATE_REMINDER = phrase(
    r"\b(?:next|vaccin\w*|booster|recheck|reminders?|appointment|rappel|impfung|nachste\w*)\b.*"
    r"\b(?:due(?: (?:date|by|on))?|fallig\w*|echeance)\b"
)
"""What becomes due is no payment."""
DATE_OTHER = phrase(
    r"\b(?:delivery|deliver|delivered|ship\w*|service|order(?:ed)?|start|end|from|to|period|expiry|expires?|expiration|"
    r"valid|until|birth|born|dob|print(?:ed)?|since|effective|check (?:in|out)|best before|member\w*|visit|treatment|"
    r"admi\w+|discharge|appointment|recheck|reminders?|next|vaccin\w*|booster|last|previous|surgery|procedure|exam\w*|"
    r"paid|payment|deposit|posted|quote|quotation|estimate|renewal|registered|purchase order|po|through|thru|"
    r"arrival|departure)"
    r"(?: (?:date|on|at|of|no))?\b",
    r"\b\w{3,}(?:datum|zeitraum|tag)\b",
    r"\b(?:livraison|commande|naissance|periode|validite|prestation|impression|paiement|reglement|rappel|visite|"
    r"entrega|pedido|servicio|nacimiento|pago|consegna|ordine|nascita|pagamento)\b",
    r"\b(?:geboren|geb|gedruckt|lieferung|leistung|bestellung|auftrag|termin|impfung|anreise|abreise)\b",
    r"\bgueltig\b",
    r"\bgultig\b",
    r"\bbis\b",
)
DAY_FIRST = phrase(r"\bd d m m y y", r"\bj j m m a a", r"\bt t m m j j")
MONTH_FIRST = phrase(r"\bm m d d y y")
DAY_FIRST_WORDS = phrase(
    r"\b(?:rechnung\w*|\w*datum|\w*betrag|gesamt\w*|mwst|zahlbar|fallig\w*|factur\w*|montant|tva|t t c|ttc|"
    r"echeance|emission|a payer|reglement|fecha|importe|vencimiento|fattura|imponibile|scadenza|"
    r"factuur|btw|bedrag|numero|quantite|prix|remise|menge|anzahl|bezeichnung|kunden?\w*|summe|cantidad|prezzo)\b"
)
"""Words of languages whose readers write the day before the month, not used in English."""
TABLE_HEADING = phrase(
    r"\b(?:description|item|qty|quantity|unit price|unit|service|treatment|procedure|product|charges?|debit|credit|"
    r"payments?|method|bezeichnung|beschreibung|menge|artikel|einzelpreis|anzahl|designation|libelle|quantite|qte|"
    r"prestation|prix unitaire|descripcion|cantidad|descrizione|omschrijving|aantal)\b"
)
"""Words over the columns of a table, whose dates belong to its lines."""
VIEWER = phrase(r"\bpage \d+(?: of \d+)?\b", r"\bseite \d+\b", r"\d+ of \d+ $")
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
