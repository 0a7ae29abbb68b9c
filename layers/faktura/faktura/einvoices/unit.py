"""Units of quantities as shops write them, and their codes by UN/ECE Recommendation 20."""

from collections.abc import Mapping

from faktura.einvoices.units import UNITS

_NAMES: Mapping[str, str] = {
    "C62": "1 one ones unit units einheit einheiten each",
    "H87": "h87 piece pieces pc pcs pce stück stücke stueck stk stk. st st. item items pièce pièces pz pza stuk stuks",
    "PR": "pair pairs paar paare paire paires",
    "SET": "set sets satz",
    "DZN": "dozen dozens dz dtzd dutzend",
    "MIL": "thousand tausend",
    "XPK": "pack packs package packages packung packungen pkg pck paket pakete",
    "XBX": "box boxes schachtel schachteln",
    "XCT": "carton cartons karton kartons ktn",
    "XBG": "bag bags beutel sack säcke tüte",
    "XBO": "bottle bottles flasche flaschen fl",
    "XCA": "can cans dose dosen",
    "XPX": "pallet pallets palette paletten pal",
    "XRO": "roll rolls rolle rollen",
    "XCR": "crate crates kiste kisten",
    "XTU": "tube tubes",
    "KGM": "kg kgs kilo kilos kilogram kilograms kilogramm kilogramme kilogrammes",
    "GRM": "g gr gram grams gramm gramme grammes",
    "MGM": "mg milligram milligrams milligramm",
    "TNE": "t to ton tons tonne tonnes tonnen",
    "LBR": "lb lbs pound pounds pfund",
    "ONZ": "oz ounce ounces unze unzen",
    "LTR": "l lt ltr liter liters litre litres",
    "CLT": "cl centiliter centilitre zentiliter",
    "MLT": "ml milliliter milliliters millilitre millilitres",
    "HLT": "hl hectoliter hectolitre hektoliter",
    "GLL": "gal gallon gallons",
    "MTR": "m meter meters metre metres lfm lfdm",
    "CMT": "cm centimeter centimeters centimetre centimetres zentimeter",
    "MMT": "mm millimeter millimeters millimetre millimetres",
    "KMT": "km kilometer kilometers kilometre kilometres",
    "INH": "in inch inches zoll",
    "FOT": "ft foot feet fuß",
    "YRD": "yd yard yards",
    "MTK": "m2 m² qm sqm quadratmeter",
    "CMK": "cm2 cm² qcm",
    "MTQ": "m3 m³ cbm kubikmeter",
    "SEC": "s sec second seconds sekunde sekunden",
    "MIN": "min minute minutes minuten",
    "HUR": "h hr hrs hour hours std std. stunde stunden heure heures",
    "DAY": "d day days tag tage jour jours",
    "WEE": "week weeks woche wochen semaine semaines",
    "MON": "month months monat monate mois",
    "ANN": "year years jahr jahre an ans",
    "KWH": "kwh",
}

CODES = {name: code for code, names in _NAMES.items() for name in names.split()}
"""Codes by name. By STK, KTN, FL, PAL and KGS, shops mean these, not the rare units whose codes look alike."""


def unit_code(text: str) -> str:
    """The code of a unit (`kg` is KGM); a code is itself. C62 ("one") for no unit, empty for an unknown one."""
    unit = " ".join(text.split())
    if not unit:
        return "C62"
    known = CODES.get(unit.casefold())
    return known or (unit.upper() if unit.upper() in UNITS else "")
