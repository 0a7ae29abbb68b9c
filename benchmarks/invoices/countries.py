"""Where the made-up firms and customers live, and how their country writes money and addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Country:
    """`locale` is Babel's. `points` are the separators of thousands and decimals; `phone` has `#` for a digit."""

    locale: str
    currency: str
    sign: str
    points: tuple[str, str]
    phone: str
    vat: str
    street: str
    streets: tuple[str, ...]
    towns: tuple[str, ...]

    @property
    def language(self) -> str:
        """ISO 639."""
        return self.locale[:2]

    def amount(self, value: Decimal, decimals: int = 2) -> str:
        """A number as the country writes it, without a currency; a minus sign stands before it."""
        thousands, decimal = self.points
        return f"{value:,.{decimals}f}".replace(",", "\0").replace(".", decimal).replace("\0", thousands)


_EN = (",", ".")
_DE = (".", ",")
_FR = (" ", ",")
_CH = ("'", ".")
_ENGLISH_STREETS = ("Station Road", "Church Lane", "Mill Street", "Park Avenue", "Victoria Street", "High Street")
_GERMAN_STREETS = ("Bahnhofstraße", "Am Mühlbach", "Gartenweg", "Industriestraße", "Lerchenfeld", "Kirchplatz")
_FRENCH_STREETS = (
    "rue des Tilleuls",
    "avenue Jean Jaurès",
    "chemin du Moulin",
    "boulevard Voltaire",
    "place du Marché",
)

COUNTRIES: Mapping[str, Country] = {
    "US": Country("en_US", "USD", "$", _EN, "(503) 555-0###", "Tax ID ##-#######", "{0} {1}",
                  ("Maple Avenue", "W 3rd Street", "Cedar Hill Road", "Lakeview Drive", "Route 9", "Commerce Blvd"),
                  ("Portland, OR 97205", "Austin, TX 78701", "Dayton, OH 45402", "Boise, ID 83702", "Reno, NV 89501")),
    "GB": Country("en_GB", "GBP", "£", _EN, "0161 496 0###", "GB ### #### ##", "{0} {1}", _ENGLISH_STREETS,
                  ("Leeds LS1 4DY", "Bristol BS1 5TR", "Norwich NR2 1TF", "Stirling FK8 1EA", "Cardiff CF10 3NP")),
    "AU": Country("en_AU", "AUD", "$", _EN, "(03) 5550 0###", "ABN ## ### ### ###", "{0} {1}", _ENGLISH_STREETS,
                  ("Fitzroy VIC 3065", "Newtown NSW 2042", "Toowong QLD 4066", "Fremantle WA 6160", "Glenelg SA 5045")),
    "CA": Country("en_CA", "CAD", "$", _EN, "604-555-0###", "GST/HST No. ######### RT0001", "{0} {1}",
                  ("Granville Street", "King Street W", "Lakeshore Road", "Elgin Street", "Main Street"),
                  ("Vancouver, BC V6B 2W9", "Toronto, ON M5V 3L9", "Calgary, AB T2P 1J9", "Halifax, NS B3J 1S9")),
    "IE": Country("en_IE", "EUR", "€", _EN, "01 555 0###", "VAT No. IE#######WA", "{0} {1}", _ENGLISH_STREETS,
                  ("Dublin 8 D08 XY12", "Cork T12 W8KP", "Galway H91 E2K3", "Limerick V94 T2X4")),
    "NZ": Country("en_NZ", "NZD", "$", _EN, "09 555 0###", "GST No. ###-###-###", "{0} {1}", _ENGLISH_STREETS,
                  ("Ponsonby, Auckland 1011", "Te Aro, Wellington 6011", "Riccarton, Christchurch 8011")),
    "SG": Country("en_SG", "SGD", "$", _EN, "6555 0###", "GST Reg No. 20#######K", "{0} {1}",
                  ("Tiong Bahru Road", "Bukit Timah Road", "Serangoon Avenue 2", "Tampines Street 21"),
                  ("Singapore 168732", "Singapore 269740", "Singapore 550214", "Singapore 521203")),
    "MY": Country("en_MY", "MYR", "RM", _EN, "03-5550 0###", "GST ID 00##########", "No. {0}, {1}",
                  ("Jalan Bukit Bintang", "Jalan SS 2/24", "Jalan Tun Razak", "Lorong Selamat", "Jalan Meru 3"),
                  ("55100 Kuala Lumpur", "47300 Petaling Jaya, Selangor", "10400 Georgetown, Penang",
                   "80000 Johor Bahru, Johor", "41050 Klang, Selangor")),
    "IN": Country("en_IN", "INR", "Rs.", _EN, "+91 80 5550 0###", "GSTIN 29AAB##########Z5", "{0}, {1}",
                  ("M.G. Road", "Linking Road", "Brigade Road", "Park Street"),
                  ("Bengaluru 560001", "Mumbai 400050", "Pune 411004", "Kolkata 700016")),
    "DE": Country("de_DE", "EUR", "€", _DE, "0341 5550###", "USt-IdNr. DE#########", "{1} {0}", _GERMAN_STREETS,
                  ("04109 Leipzig", "79098 Freiburg", "24103 Kiel", "90402 Nürnberg", "33602 Bielefeld")),
    "AT": Country("de_AT", "EUR", "€", _DE, "0316 5550##", "UID ATU########", "{1} {0}", _GERMAN_STREETS,
                  ("8010 Graz", "5020 Salzburg", "4020 Linz", "1070 Wien", "6020 Innsbruck")),
    "CH": Country("de_CH", "CHF", "CHF", _CH, "044 555 0# ##", "CHE-###.###.### MWST", "{1} {0}",
                  ("Bahnhofstrasse", "Seestrasse", "Hauptgasse", "Zürcherstrasse", "Mühleweg"),
                  ("8400 Winterthur", "3011 Bern", "9000 St. Gallen", "6004 Luzern", "4051 Basel")),
    "FR": Country("fr_FR", "EUR", "€", _FR, "02 40 55 50 ##", "N° TVA FR##########", "{0} {1}", _FRENCH_STREETS,
                  ("44000 Nantes", "67000 Strasbourg", "35000 Rennes", "31000 Toulouse", "21000 Dijon")),
    "BE": Country("fr_BE", "EUR", "€", _DE, "04 555 0# ##", "BE 0###.###.###", "{1}, {0}", _FRENCH_STREETS,
                  ("4000 Liège", "5000 Namur", "1050 Bruxelles", "7000 Mons", "6000 Charleroi")),
    "CH-fr": Country("fr_CH", "CHF", "CHF", _CH, "021 555 0# ##", "CHE-###.###.### TVA", "{1} {0}", _FRENCH_STREETS,
                     ("1003 Lausanne", "1204 Genève", "2000 Neuchâtel", "1700 Fribourg", "1950 Sion")),
    "CA-fr": Country("fr_CA", "CAD", "$", _FR, "418-555-0###", "TPS ######### RT0001", "{0}, {1}",
                     ("rue Saint-Denis", "boulevard Laurier", "avenue Cartier", "rue Sherbrooke Est"),
                     ("Montréal (Québec) H2X 3K8", "Québec (Québec) G1R 2S5", "Gatineau (Québec) J8X 3X2")),
    "ES": Country("es_ES", "EUR", "€", _DE, "91 555 0# ##", "CIF B########", "{1}, {0}",
                  ("Calle Mayor", "Avenida del Puerto", "Calle de la Rosa", "Plaza Nueva"),
                  ("28013 Madrid", "46002 Valencia", "41001 Sevilla", "50003 Zaragoza")),
    "IT": Country("it_IT", "EUR", "€", _DE, "051 555 0##", "P.IVA IT###########", "{1}, {0}",
                  ("Via Garibaldi", "Viale dei Mille", "Via San Marco", "Corso Cavour"),
                  ("40121 Bologna BO", "35122 Padova PD", "50122 Firenze FI", "10121 Torino TO")),
    "NL": Country("nl_NL", "EUR", "€", _DE, "030 555 0###", "NL#########B01", "{1} {0}",
                  ("Dorpsstraat", "Kerkstraat", "Stationsplein", "Molenweg"),
                  ("3511 AB Utrecht", "9711 LM Groningen", "6211 CD Maastricht", "2312 BK Leiden")),
}  # fmt: skip
