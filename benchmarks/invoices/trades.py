"""What the made-up firms are called and what they sell, by trade and language."""

from collections.abc import Mapping
from dataclasses import dataclass

Names = tuple[str, ...]


@dataclass(frozen=True)
class Trade:
    """`firms` by language, with `{0}` for a surname and `{1}` for a place; `prices` from and to, in whole units."""

    prices: tuple[int, int]
    firms: Mapping[str, Names]
    goods: Mapping[str, Names]


PEOPLE: Mapping[str, tuple[Names, Names]] = {
    "en": (("Olivia", "Harry", "Priya", "Daniel", "Grace", "Wei", "Aisha", "Thomas"),
           ("Whitfield", "Okafor", "Tan", "Pemberton", "Rao", "Gallagher", "Hughes", "Lindqvist")),
    "de": (("Annika", "Jürgen", "Lukas", "Sabine", "Thorsten", "Heike", "Moritz"),
           ("Brandstetter", "Vogel", "Kühn", "Petersen", "Hofmann", "Rüegg", "Seidel")),
    "fr": (("Camille", "Julien", "Élodie", "Mathieu", "Nathalie", "Bruno"),
           ("Lefèvre", "Garnier", "Tremblay", "Perret", "Fontaine", "Rousseau")),
    "es": (("Lucía", "Javier", "Marta"), ("Ibáñez", "Romero", "Navarro")),
    "it": (("Giulia", "Paolo", "Elena"), ("Ferrari", "Conti", "Marchetti")),
    "nl": (("Sanne", "Pieter", "Femke"), ("de Vries", "Jansen", "van Dijk")),
}  # fmt: skip
PLACES: Mapping[str, Names] = {
    "en": ("Riverside", "Northgate", "Oakfield", "Silver Creek", "Harbour View", "Kingfisher"),
    "de": ("Lindenhof", "Seeblick", "Altstadt", "Waldeck", "Sonnenberg", "Rosental"),
    "fr": ("du Vieux Port", "des Peupliers", "Bellevue", "de la Gare", "Saint-Martin", "du Lac"),
    "es": ("del Sol", "La Encina", "San Isidro"),
    "it": ("La Quercia", "San Luca", "Belvedere"),
    "nl": ("De Linde", "Zonneweide", "Het Anker"),
}

TRADES: Mapping[str, Trade] = {
    "vet": Trade((12, 260), {
        "en": ("{1} Veterinary Clinic", "{0} Animal Hospital", "{1} Vets", "{0} & {0} Veterinary Surgeons Ltd"),
        "de": ("Tierarztpraxis Dr. {0}", "Kleintierpraxis {1}", "Tierklinik {1} GmbH"),
        "fr": ("Clinique Vétérinaire {1}", "Cabinet Vétérinaire {0}", "SELARL Vétérinaire {1}"),
        "es": ("Clínica Veterinaria {1}",), "it": ("Ambulatorio Veterinario {1}",), "nl": ("Dierenkliniek {1}",),
    }, {
        "en": ("Consultation", "Booster vaccination", "Meloxicam 1.5 mg/ml 32 ml", "Blood test, full panel",
               "Dental scale and polish", "Microchip implant", "X-ray thorax 2 views", "Overnight stay"),
        "de": ("Folgeuntersuchung", "Impfung SHPPi + L4", "Blutabnahme und Labor", "Metacam 100 ml", "Narkose",
               "Röntgen Thorax", "Wundversorgung", "Mikrochip setzen"),
        "fr": ("Consultation vaccinale", "Vaccin CHPPi", "Analyse sanguine", "Anesthésie gazeuse", "Pansement",
               "Radiographie thorax", "Antiparasitaire 3 pipettes", "Identification par puce"),
        "es": ("Consulta general", "Vacuna polivalente", "Análisis de sangre", "Radiografía"),
        "it": ("Visita clinica", "Vaccinazione", "Esame del sangue", "Radiografia"),
        "nl": ("Consult", "Vaccinatie hond", "Bloedonderzoek", "Gebitsreiniging"),
    }),
    "workshop": Trade((8, 420), {
        "en": ("{0} Motors", "{1} Tyre & Exhaust Ltd", "{0} Auto Repair"),
        "de": ("Autohaus {0} GmbH", "KFZ-Meisterbetrieb {0}", "Schreinerei {0} & Sohn"),
        "fr": ("Garage {0}", "Menuiserie {0} SARL", "Plomberie {1}"),
        "es": ("Talleres {0} S.L.",), "it": ("Autofficina {0} S.r.l.",), "nl": ("Garage {0} B.V.",),
    }, {
        "en": ("Engine oil 5W-30, 5 l", "Oil filter", "Front brake pads, set", "Labor, brakes", "Wheel alignment",
               "Shop supplies", "Tyre 205/55 R16 91V", "Coolant flush"),
        "de": ("Motoröl 5W-30, 5 l", "Ölfilter", "Bremsbeläge vorn", "Arbeitslohn Bremsen", "Achsvermessung",
               "Kleinmaterial", "Reifen 205/55 R16", "Entsorgung Altöl"),
        "fr": ("Huile moteur 5W-30", "Filtre à huile", "Plaquettes avant", "Main d'œuvre", "Géométrie",
               "Petites fournitures", "Pneu 205/55 R16", "Recyclage huiles"),
        "es": ("Cambio de aceite", "Filtro de aire", "Mano de obra"),
        "it": ("Cambio olio", "Filtro aria", "Manodopera"),
        "nl": ("Olie verversen", "Luchtfilter", "Arbeidsloon"),
    }),
    "shop": Trade((3, 150), {
        "en": ("{1} Garden Centre", "{0}'s Pet Supplies", "{1} Outfitters", "{0} Trading Co."),
        "de": ("Buchhandlung {0}", "{1} Versand GmbH", "Futterhaus {0} e.K."),
        "fr": ("Librairie {1}", "Animalerie {1}", "Maison {0} SAS"),
        "es": ("Librería {1}",), "it": ("Cartoleria {0}",), "nl": ("Boekhandel {0}",),
    }, {
        "en": ("Dog bed, large", "Salmon kibble 12 kg", "Rope lead 2 m", "Cat tree Oslo", "Steel bowl 1.5 l",
               "Raincoat size M", "Cushion cover 50x50", "LED head torch"),
        "de": ("Hundebett groß", "Trockenfutter Lachs 12 kg", "Leine 2 m", "Kratzbaum Oslo", "Napf Edelstahl",
               "Regenjacke Gr. M", "Kissenbezug 50x50", "Stirnlampe LED"),
        "fr": ("Panier pour chien", "Croquettes saumon 12 kg", "Laisse 2 m", "Arbre à chat", "Gamelle inox",
               "Imperméable taille M", "Housse 50x50", "Lampe frontale"),
        "es": ("Cuaderno A4", "Lámpara LED", "Mochila azul"),
        "it": ("Quaderno A4", "Lampada LED", "Zaino blu"),
        "nl": ("Schrift A4", "Bureaulamp", "Rugzak blauw"),
    }),
    "utility": Trade((9, 190), {
        "en": ("{1} Energy plc", "{1} Water Services", "City of {1} Utilities"),
        "de": ("Stadtwerke {1} AG", "Energie {1} GmbH"),
        "fr": ("Énergies {1}", "Eaux {1} SA"),
        "es": ("Aguas {1} S.A.",), "it": ("Energia {1} S.p.A.",), "nl": ("Waterbedrijf {1} N.V.",),
    }, {
        "en": ("Electricity day rate", "Electricity night rate", "Standing charge", "Meter rental", "Network charge"),
        "de": ("Arbeitspreis Strom", "Grundpreis", "Netzentgelt", "Messstellenbetrieb", "Stromsteuer"),
        "fr": ("Abonnement", "Consommation heures pleines", "Consommation heures creuses", "Acheminement",
               "Contribution au service public"),
        "es": ("Cuota de servicio", "Consumo", "Alquiler de contador"),
        "it": ("Quota fissa", "Consumi", "Oneri di sistema"),
        "nl": ("Vastrecht", "Verbruik", "Meterhuur"),
    }),
    "hosting": Trade((4, 99), {
        "en": ("{1} Cloud", "{0}Host Ltd", "{1} Online Services"),
        "de": ("{1} Webhosting GmbH", "{0} IT-Service UG"),
        "fr": ("{0} Hébergement SAS", "{0} Numérique SARL"),
        "es": ("{0} Internet S.L.",), "it": ("{0} Web S.r.l.",), "nl": ("{0} Hosting B.V.",),
    }, {
        "en": ("Virtual server S, 4 GB", "Domain renewal .com", "Object storage 250 GB", "Backup add-on",
               "SSL certificate, 1 year", "Mailbox 10 GB"),
        "de": ("Virtueller Server S", "Domain .de, 1 Jahr", "Speicher 250 GB", "Datensicherung", "SSL-Zertifikat",
               "Postfach 10 GB"),
        "fr": ("Serveur virtuel S", "Domaine .fr, 1 an", "Stockage 250 Go", "Sauvegarde", "Certificat SSL",
               "Boîte mail 10 Go"),
        "es": ("Servidor virtual", "Dominio .es", "Copia de seguridad"),
        "it": ("Server virtuale", "Dominio .it", "Backup"),
        "nl": ("Virtuele server", "Domein .nl", "Back-up"),
    }),
    "hotel": Trade((9, 210), {
        "en": ("{1} Hotel", "The {0} Arms", "{1} Lodge & Suites"),
        "de": ("Hotel {1}", "Gasthof {0}", "Pension {1}"),
        "fr": ("Hôtel {1}", "Auberge {1}", "Résidence {1}"),
        "es": ("Hotel {1}",), "it": ("Albergo {1}",), "nl": ("Hotel {1}",),
    }, {
        "en": ("Room 214, double", "Breakfast buffet", "Parking garage", "Minibar", "Room service", "Extra bed"),
        "de": ("Übernachtung Doppelzimmer", "Frühstück", "Tiefgarage", "Minibar", "Hund im Zimmer"),
        "fr": ("Chambre double", "Petit déjeuner", "Parking", "Taxe de séjour", "Minibar"),
        "es": ("Habitación doble", "Desayuno", "Aparcamiento"),
        "it": ("Camera doppia", "Colazione", "Parcheggio"),
        "nl": ("Tweepersoonskamer", "Ontbijt", "Parkeren"),
    }),
    "freelancer": Trade((45, 130), {
        "en": ("{0} Design Studio", "{0} Translations", "{0} & {0} Bookkeeping"),
        "de": ("Grafikbüro {0}", "Fotostudio {0}", "Übersetzungen {0}"),
        "fr": ("Atelier {0}", "Studio {0}", "Traductions {0}"),
        "es": ("Estudio {0}",), "it": ("Studio {0}",), "nl": ("Ontwerpbureau {0}",),
    }, {
        "en": ("Concept and layout", "Proofreading", "Photo retouching", "Workshop day", "Website maintenance"),
        "de": ("Entwurf und Layout", "Lektorat", "Bildbearbeitung", "Reinzeichnung", "Beratung"),
        "fr": ("Conception graphique", "Relecture", "Retouche photo", "Journée de formation", "Maintenance du site"),
        "es": ("Diseño gráfico", "Corrección", "Asesoría"),
        "it": ("Progetto grafico", "Correzione bozze", "Consulenza"),
        "nl": ("Grafisch ontwerp", "Redactie", "Advies"),
    }),
    "till": Trade((1, 32), {
        "en": ("{1} Hardware", "Cafe {0}", "{0} MINI MARKET", "{1} Pharmacy"),
        "de": ("Bäckerei {0}", "Drogerie {0}", "Café {1}"),
        "fr": ("Boulangerie {0}", "Pharmacie {1}", "Brasserie {1}"),
        "es": ("Panadería {0}",), "it": ("Bar {0}",), "nl": ("Bakkerij {0}",),
    }, {
        "en": ("PAINT BRUSH 2IN", "AA BATTERY 4S", "FLAT WHITE", "CHEESE TOASTIE", "BOTTLED WATER", "WALL PLUG 8MM",
               "HAND CREAM", "SUGAR 1KG"),
        "de": ("Bauernbrot 750g", "Brezel", "Kaffee groß", "Apfelkuchen", "Zahnpasta", "Handcreme"),
        "fr": ("BAGUETTE TRAD", "CROISSANT", "CAFE CREME", "PLAT DU JOUR", "DOLIPRANE 1G", "EAU 50CL"),
        "es": ("BARRA DE PAN", "CAFE CON LECHE", "ZUMO"),
        "it": ("CAFFE", "CORNETTO", "SPREMUTA"),
        "nl": ("BROOD", "KOFFIE", "APPELTAART"),
    }),
}  # fmt: skip
