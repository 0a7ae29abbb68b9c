"""The seller, the buyer and the place of delivery of an order, as printed and as an e-invoice has them."""

from faktura.einvoices.invoice import Address as PostalAddress
from faktura.einvoices.invoice import Contact, ElectronicAddress, Party, Payment
from faktura.jobs.configurations.configuration import Seller
from faktura.jobs.orders.order import Address, EInvoiceData, SalesOrder


def seller_of(seller: Seller) -> Party:
    """The seller of an e-invoice; only what the configuration gives by its own name counts."""
    contact, electronic = seller.contact, seller.electronic_address
    return Party(
        name=seller.name,
        address=PostalAddress(street=seller.street, zip_code=seller.zip_code, city=seller.city, country=seller.country),
        vat_id=seller.vat_id,
        tax_number=seller.tax_number,
        contact=Contact(name=contact.name, phone=contact.phone, email=contact.email),
        electronic_address=ElectronicAddress(scheme=electronic.scheme, id=electronic.id),
    )


def seller_lines(seller: Seller) -> list[str]:
    """The seller's address as printed: as the configuration writes it, else made from its parts."""
    town = f"{seller.zip_code} {seller.city}".strip()
    return list(seller.address) or [line for line in (seller.street, town, seller.country) if line]


def payment_of(seller: Seller) -> Payment:
    """How to pay the seller."""
    name = seller.name if seller.iban else ""
    return Payment(iban=seller.iban, bic=seller.bic, account_name=name, terms=seller.payment_terms.text)


def buyer_of(order: SalesOrder) -> Party:
    """The buyer: who the invoice is addressed to."""
    data, address = e_invoice_data(order), order.billing_address or Address()
    electronic = data.electronic_address
    return _party(address, order.country_code or "").model_copy(
        update={
            "vat_id": "".join((data.buyer_vat_id or "").split()).upper(),
            "electronic_address": ElectronicAddress(
                scheme=(electronic.scheme if electronic else None) or "",
                id=(electronic.id if electronic else None) or "",
            ),
        }
    )


def ship_to_of(order: SalesOrder) -> Party | None:
    """Where the goods go; `None` if the order has no shipping address."""
    return (
        _party(order.shipping_address, "") if address_lines(order.shipping_address) and order.shipping_address else None
    )


def e_invoice_data(order: SalesOrder) -> EInvoiceData:
    """What the buyer asks for on an e-invoice."""
    return (order.mixins.e_invoice if order.mixins else None) or EInvoiceData()


def address_lines(address: Address | None) -> list[str]:
    """The lines of the address without the parts that are missing; the country code last."""
    if address is None:
        return []
    parts = [
        [address.company_name],
        [address.contact_name if address.contact_name != address.company_name else None],
        [address.street, address.street_number],
        [address.street_appendix],
        [address.extra_line1],
        [address.zip_code, address.city],
        [address.country],
    ]
    lines = [" ".join(word for word in line if word) for line in parts]
    return [line for line in lines if line]


def _party(address: Address, country: str) -> Party:
    street = " ".join(word for word in (address.street, address.street_number) if word)
    addition = ", ".join(word for word in (address.street_appendix, address.extra_line1) if word)
    return Party(
        name=address.company_name or address.contact_name or "",
        address=PostalAddress(
            street=street,
            addition=addition,
            zip_code=address.zip_code or "",
            city=address.city or "",
            country=(address.country or country).upper(),
        ),
    )
