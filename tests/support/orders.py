"""Random orders of Emporix that are valid: their parts make up their tax aggregate, or lack one order discount."""

from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

ZERO = Decimal(0)
HUNDRED = Decimal(100)

Json = dict[str, Any]

ADDRESS = {
    "companyName": "Käufer AG",
    "street": "Am Markt",
    "streetNumber": "2",
    "zipCode": "80331",
    "city": "München",
}
SELLER = {
    "name": "Muster & Söhne GmbH",
    "street": "Hafenstraße 1",
    "zipCode": "20457",
    "city": "Hamburg",
    "country": "DE",
    "vatId": "DE123456789",
    "taxNumber": "22/333/44444",
    "contact": {"name": "Erika Muster", "phone": "+49 40 1234567", "email": "rechnung@muster.example"},
    "iban": "DE89 3704 0044 0532 0130 00",
    "bic": "COBADEFFXXX",
    "paymentTerms": {"days": 14, "text": "Payable without deduction"},
    "electronicAddress": {"scheme": "9930", "id": "DE123456789"},
}
"""A configuration `sellerAddress` that lacks nothing."""

_BUYERS = {
    "domestic": ("DE", "DE", "DE999999999", ("19", "7"), ("19",), ("19", "7", "0"), ("7",)),
    "intra-community": ("FR", "FR", "FR40303265045", ("0",)),
    "reverse charge": ("AT", "DE", "ATU12345678", ("0",)),
    "export": ("CH", "CH", "", ("0",)),
}
"""Country of billing, country of delivery, VAT id, and sets of rates."""

_KINDS = ("domestic",) * 7 + ("intra-community", "reverse charge", "export")
_ORDER_DISCOUNTS = ("none",) * 4 + ("spread", "applied", "total", "listed", "of all", "of goods")


def random_order(seed: int) -> Json:
    """An order whose kind, rates, decimals, entries, discounts, fees and shipping are drawn with the seed."""
    return _Draw(Random(seed)).order(seed)


class _Draw:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._grain = Decimal(1).scaleb(-random.choice((2, 3, 3, 4)))
        self._is_gross = random.random() < 0.5
        self._kind = random.choice(_KINDS)
        country, place, vat_id, *sets = _BUYERS[self._kind]
        is_private = self._kind == "domestic" and random.random() < 0.5
        self._country, self._place, self._vat_id = country, place, "" if is_private else vat_id
        self._rates = [Decimal(rate) for rate in random.choice(sets)]
        self._parts: dict[Decimal, Decimal] = {}
        self._goods: dict[Decimal, Decimal] = {}
        self._fees: list[Json] = []
        self._contained = ZERO

    def order(self, seed: int) -> Json:
        chance = self._random
        is_minimal = chance.random() < 0.15
        count = chance.choice((1, 1, 2, 3, 5, 8, 20)) if chance.random() < 0.95 else chance.randint(50, 200)
        entries = [self._entry(number, is_minimal) for number in range(1, count + 1)]
        price = self._charges(is_minimal)
        discounts = self._order_discount(price)
        by_rate = {rate: self._price(net, rate) for rate, net in self._parts.items()}
        final = self._summed([*by_rate.values()])
        if len(by_rate) == 1 and is_minimal:
            final["taxRate"] = next(iter(by_rate))
        elif not (is_minimal and chance.random() < 0.5 and not discounts["is_open"]):
            final["taxAggregate"] = {"lines": list(by_rate.values())}
        return {
            **self._parties(seed),
            "id": f"EON{seed}",
            "currency": "EUR",
            "created": "2026-11-10T13:45:34.406Z",
            "entries": entries,
            "deliveryWindow": {"deliveryDate": "2026-11-20"},
            "discounts": discounts["listed"],
            "calculatedPrice": {**price, "finalPrice": final},
        }

    def _parties(self, seed: int) -> Json:
        data = {
            "buyerReference": "04011000-12345-03",
            "buyerVatId": self._vat_id,
            "purchaseOrder": f"PO-{seed}",
            "electronicAddress": {"scheme": "0204", "id": "04011000-12345-03"},
        }
        return {
            "countryCode": self._country,
            "billingAddress": {**ADDRESS, "country": self._country},
            "shippingAddress": {**ADDRESS, "country": self._place},
            "mixins": {"eInvoice": data},
        }

    def _entry(self, number: int, is_minimal: bool) -> Json:
        chance, rate = self._random, self._random.choice(self._rates)
        quantity = Decimal(chance.choice((1, 1, 2, 3, 7, 12, 100))) if chance.random() < 0.9 else Decimal("2.25")
        unit = self._of_amount(Decimal(chance.randint(1, 20_000)).scaleb(-2), rate)
        price = self._price(self._rounded(unit["netValue"] * quantity), rate)
        discounted = self._discounted(price, rate, most=2)
        fees = [self._fee("Packing") for _ in range(chance.choice((0, 0, 0, 1, 2)))]
        net = discounted["netValue"] if discounted else price["netValue"]
        self._add(rate, net, is_goods=True)
        amounts = [fee.get("discountedPrice", fee["price"]) for fee in fees]
        charged = discounted or price
        final = self._summed([charged, *amounts]) if fees else {**charged, "appliedDiscounts": []}
        if is_minimal and not fees:
            return {"id": f"item-{number}", "orderedAmount": quantity, "calculatedPrice": {"finalPrice": final}}
        calculated: Json = {"price": price, "finalPrice": final}
        if discounted:
            calculated["discountedPrice"] = discounted
        if fees:
            calculated |= {"fees": fees, "totalFee": self._summed(amounts)}
        return {
            "id": f"item-{number}",
            "orderedAmount": quantity,
            "unitPrice": unit["grossValue" if self._is_gross else "netValue"],
            "calculatedUnitPrice": unit,
            "calculatedPrice": calculated,
            "product": {"id": f"item-{number}", "sku": f"SKU-{number}", "name": {"en": f"Item {number}"}},
        }

    def _charges(self, is_minimal: bool) -> Json:
        """Payment fees, shipping, and the total of all fees."""
        chance, price = self._random, dict[str, Any]()
        fees = [self._fee("Card fee") for _ in range(chance.choice((0, 0, 1, 1, 2)))]
        is_clear = len(fees) == 1 and self._fees[-1]["netValue"] >= 2 and "discountedPrice" not in fees[0]
        is_listed = is_minimal or not is_clear or chance.random() < 0.6
        price |= {"totalFee": self._summed(self._fees)} | ({"paymentFees": fees} if is_listed else {})
        if chance.random() < 0.6:
            rate = chance.choice(self._rates)
            shipping = self._of_amount(Decimal(chance.choice((390, 495, 990, 1_000))).scaleb(-2), rate)
            discounted = self._discounted(shipping, rate, most=1)
            price |= {"shipping": shipping, "totalShipping": discounted or shipping}
            self._add(rate, (discounted or shipping)["netValue"])
        return price

    def _fee(self, name: str) -> Json:
        rate = self._random.choice(self._rates)
        price = self._of_amount(Decimal(self._random.randint(20, 900)).scaleb(-2), rate)
        fee: Json = {"name": {"en": name, "de": name}, "price": price}
        if discounted := self._discounted(price, rate, most=1):
            fee["discountedPrice"] = discounted
        self._fees.append(discounted or price)
        self._add(rate, self._fees[-1]["netValue"])
        return fee

    def _discounted(self, price: Json, rate: Decimal, most: int) -> Json | None:
        """The price after discounts, of which some have a name; `None` without any."""
        chance, net, applied = self._random, price["netValue"], []
        for number in range(chance.choice((0, 0, 0, *range(most + 1)))):
            share = Decimal(chance.choice((5, 10, 25, 33))) / HUNDRED
            discount = self._price(self._rounded(net * share), rate)
            named = {"id": f"code-{number}"} if chance.random() < 0.5 else {}
            applied.append({**named, "price": discount, "discountType": "PERCENT"})
            net -= discount["netValue"]
            self._contained += discount["netValue"]
        return {**self._price(net, rate), "appliedDiscounts": applied} if applied else None

    def _order_discount(self, price: Json) -> Json:
        """Take an order discount off what is charged at each rate, and state it, or leave it unstated."""
        way, none = self._random.choice(_ORDER_DISCOUNTS), {"listed": [], "is_open": False}
        if way == "none":
            return none
        if way == "spread":
            return {"listed": [{"code": "SPREAD", "amount": self._contained}], "is_open": False}
        weights = self._goods if way == "of goods" else self._parts
        share = Decimal(self._random.choice((3, 5, 12))) / HUNDRED
        taken = {rate: self._rounded(net * share) for rate, net in weights.items()}
        self._parts = {rate: net - taken.get(rate, ZERO) for rate, net in self._parts.items()}
        prices = [self._price(net, rate) for rate, net in taken.items()]
        whole = self._summed(prices)
        if way == "applied":
            price["discountedPrice"] = {"appliedDiscounts": [{"name": {"en": "Loyalty"}, "price": whole}]}
        if way == "total":
            price["totalDiscount"] = {"price": {"netValue": whole["netValue"] + self._contained}}
        listed = [{"code": "COUPON", "amount": whole["grossValue"]}] if way == "listed" else []
        return {"listed": listed, "is_open": True}

    def _add(self, rate: Decimal, net: Decimal, is_goods: bool = False) -> None:
        self._parts[rate] = self._parts.get(rate, ZERO) + net
        if is_goods:
            self._goods[rate] = self._goods.get(rate, ZERO) + net

    def _of_amount(self, amount: Decimal, rate: Decimal) -> Json:
        """The price of a net amount, or of a gross amount in a shop with gross prices."""
        if not self._is_gross:
            return self._price(amount, rate)
        return self._price(self._rounded(amount * HUNDRED / (HUNDRED + rate)), rate, amount)

    def _price(self, net: Decimal, rate: Decimal, gross: Decimal | None = None) -> Json:
        tax = self._rounded(net * rate / HUNDRED) if gross is None else gross - net
        return {"netValue": net, "taxValue": tax, "grossValue": net + tax, "taxRate": rate}

    def _summed(self, prices: list[Json]) -> Json:
        names = ("netValue", "taxValue", "grossValue")
        return {name: sum((price[name] for price in prices), ZERO) for name in names}

    def _rounded(self, amount: Decimal) -> Decimal:
        return amount.quantize(self._grain, ROUND_HALF_UP)
