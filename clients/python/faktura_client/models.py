"""The bodies of the APIs. This file is generated from the OpenAPI document: `make client`."""

from __future__ import annotations

from datetime import date as date_aliased
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field
from pydantic.alias_generators import to_camel

from faktura_client.model import Model


class AcceptedRequest(Model):
    """
    A request that is processed in the background. The `Location` header says where to ask for its state.
    """

    request_id: str
    """
    The id of the request.
    """
    status: Literal["accepted"]
    """
    The request is processed in the background.
    """


class AccessToken(Model):
    """
    An access token and how long it is valid.
    """

    access_token: Annotated[str, Field(alias="access_token")]
    """
    The token. Send it as `Authorization: Bearer <token>`.
    """
    token_type: Annotated[Literal["Bearer"], Field(alias="token_type")]
    """
    Always `Bearer`.
    """
    expires_in: Annotated[int, Field(alias="expires_in")]
    """
    How many seconds the token is valid.
    """
    scope: str
    """
    The scopes that the token grants, separated by spaces.
    """
    session_idle_time: Annotated[int, Field(alias="session_idle_time")]
    """
    Always 120. A token does not expire when it is idle.
    """
    refresh_token: Annotated[str, Field(alias="refresh_token")]
    """
    Always empty. Request a new token instead.
    """
    refresh_token_expires_in: Annotated[int, Field(alias="refresh_token_expires_in")]
    """
    Always 0, because there is no refresh token.
    """
    issued_token_type: Annotated[str | None, Field(alias="issued_token_type")] = None
    """
    For a person's token: `urn:ietf:params:oauth:token-type:access_token`.
    """


class AccuracyBand(Model):
    """
    How often the readings of one field with a confidence of this band were right.
    """

    from_: Annotated[int, Field(alias="from")]
    """
    Lowest confidence, in percent.
    """
    to: int
    """
    Highest confidence, in percent.
    """
    vouched_for: bool
    """
    Whether the documents vouched for these readings.
    """
    documents: int
    """
    How many approved documents have such a reading.
    """
    right: int
    """
    In how many of them the reviewer let it stand.
    """


class Address(Model):
    """
    The address of a practice.
    """

    street: str | None = None
    """
    Street and number.
    """
    city: str | None = None
    """
    City.
    """
    state: str | None = None
    """
    State.
    """
    zip_code: str | None = None
    """
    ZIP code.
    """


class AllocatedInvoiceBody(Model):
    """
    The part of a payment that goes to one invoice.
    """

    invoice_id: int
    """
    The invoice's id.
    """
    amount: Decimal | None
    """
    The part that goes to the invoice, in dollars; null if the payment is redacted.
    """


class AllocatedPaymentBody(Model):
    """
    The part of one payment that goes to an invoice.
    """

    payment_id: int
    """
    The payment's id.
    """
    payment_amount: Decimal | None
    """
    The whole amount of the payment, in dollars; null if the payment is redacted.
    """
    amount_towards_invoice: Decimal | None
    """
    The part that goes to this invoice, in dollars; null if the payment is redacted.
    """


class Attempt(Model):
    """
    One attempt to deliver a webhook: the status of your server's response, or why there was none.
    """

    attempted_at: str
    """
    When the attempt began, in UTC.
    """
    status: int | None = None
    """
    The HTTP status your server answered with.
    """
    error: str | None = None
    """
    Why there is no status, or none yet.
    """


class Author(Model):
    """
    Who created or changed an invoice or a payment, and when.
    """

    user_id: int
    """
    The user's id, from the access token.
    """
    first_name: str
    """
    The user's first name.
    """
    last_name: str
    """
    The user's last name.
    """
    full_name: str
    """
    First and last name.
    """
    timestamp: str
    """
    When, in UTC.
    """


class BillingError(Model):
    """
    An error in one sentence.
    """

    error: str
    """
    What was wrong.
    """


class BillingValidationError(Model):
    """
    The rules that a request breaks.
    """

    error: list[str]
    """
    One sentence for each broken rule. It begins with the name of the field.
    """


class BoxBody(Model):
    """
    A rectangle on a page, in fractions of its width and height, measured from its top left corner.
    """

    left: Decimal
    """
    Its left edge, as a fraction of the page's width.
    """
    top: Decimal
    """
    Its top edge, as a fraction of the page's height.
    """
    width: Decimal
    """
    Its width, as a fraction of the page's width.
    """
    height: Decimal
    """
    Its height, as a fraction of the page's height.
    """


class CaptureErrorDetail(Model):
    """
    What went wrong.
    """

    code: str
    """
    What went wrong, for a program.
    """
    message: str
    """
    What went wrong, for a person.
    """


class CapturedCustomer(Model):
    """
    The customer of the invoice, with the pet owner's details as the practice has them.
    """

    customer_id: str
    """
    Your id of the customer.
    """
    first_name: str | None = None
    """
    First name of the pet owner.
    """
    last_name: str | None = None
    """
    Last name of the pet owner.
    """
    email: str | None = None
    """
    Email address of the pet owner.
    """
    phone: str | None = None
    """
    Phone number of the pet owner.
    """


class CaseBody(Model):
    """
    A case as its provider stored it, with its GUID.
    """

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    guid: UUID
    """
    The case's GUID.
    """
    partner_id: str
    """
    The partner who may see the case's invoices.
    """


class CaseRequest(Model):
    """
    A case: the partner who may see its invoices, and any other fields you choose.
    """

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    partner_id: str
    """
    The partner who may see the case's invoices from now on.
    """


class Change(Model):
    """
    What happened to one document, or to the numbers that no document has.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    kind: Literal["ISSUED", "CHANGED", "VOIDED", "SKIPPED"]
    """
    `ISSUED`: a document got its number. `CHANGED`: its number or content changed. `VOIDED`: it became void. `SKIPPED`: numbers of the sequence that the range leaves out.
    """
    number: str | None = None
    """
    The number of the document.
    """
    ordinal: int | None = None
    """
    The place of the number in the sequence; absent if it was given by hand.
    """
    former_number: str | None = None
    """
    The number that the document had before.
    """
    content: dict[str, str] | None = None
    """
    What the journal shows of the document, such as its day and its totals.
    """
    commitment: str | None = None
    """
    HMAC-SHA-256 over the rest of the document, under a secret salt: the document cannot change unnoticed, and the journal does not show it. Absent if that part has not changed.
    """
    first: int | None = None
    """
    The first number that is left out.
    """
    last: int | None = None
    """
    The last number that is left out.
    """
    reason: Literal["BEFORE_JOURNAL", "START_VALUE", "TAKEN"] | None = None
    """
    Why numbers are left out. `BEFORE_JOURNAL`: the journal began later. `START_VALUE`: the start of the numbering was raised. `TAKEN`: a document had the number already.
    """


class Check(Model):
    """
    One check of the invoice.
    """

    field: str
    """
    The field of the invoice data that was checked.
    """
    status: Literal["passed", "failed", "skipped"]
    """
    The result; `skipped` if there was not enough data to check.
    """
    message: str
    """
    The result in words.
    """


class ClientWhoOwes(Model):
    """
    A client, and what is outstanding on all of the client's invoices of the period.
    """

    client_id: int
    """
    The client's id.
    """
    balance: Decimal | None
    """
    The sum of the balances, in dollars. An invoice for several clients counts in full for each. Null if one of the invoices is redacted.
    """
    redacted: bool
    """
    Whether one of the client's outstanding invoices is redacted.
    """


class ConfigurationBody(Model):
    """
    One configuration, of at most 350 KB.
    """

    key: str
    """
    The key in the path.
    """
    value: Any
    """
    Any JSON; null means no configuration. `invoiceSettings`, `invoiceNumbering` and `sellerAddress` have a form of their own.
    """


class CorrectedLine(Model):
    """
    One line of the invoice, as it should be.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    line_item_id: str | None = None
    """
    The practice's id of the line.
    """
    description: str
    """
    What was charged.
    """
    quantity: Decimal | None = None
    """
    How many.
    """
    unit_price: Decimal | None = None
    """
    Price of one.
    """
    total_price: Decimal
    """
    Total of the line.
    """
    category: str | None = None
    """
    The practice's category of the charge.
    """


class Corrections(Model):
    """
    The fields that are wrong, by their path in `data`, each with its right value; `null` clears a field.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    invoice_number: str | None = None
    """
    Number of the invoice.
    """
    invoice_date: date_aliased | None = None
    """
    Date of the invoice.
    """
    due_date: date_aliased | None = None
    """
    Date by which it is to be paid.
    """
    total_amount: Decimal | None = None
    """
    Total of the invoice.
    """
    currency: str | None = None
    """
    Currency, by its ISO 4217 code.
    """
    balance_due: Decimal | None = None
    """
    What is still to be paid.
    """
    practice_practice_name: Annotated[str | None, Field(alias="practice.practiceName")] = None
    """
    The name of the practice.
    """
    customer_first_name: Annotated[str | None, Field(alias="customer.firstName")] = None
    """
    First name of the pet owner.
    """
    customer_last_name: Annotated[str | None, Field(alias="customer.lastName")] = None
    """
    Last name of the pet owner.
    """
    customer_email: Annotated[str | None, Field(alias="customer.email")] = None
    """
    Email address of the pet owner.
    """
    customer_phone: Annotated[str | None, Field(alias="customer.phone")] = None
    """
    Phone number of the pet owner.
    """
    line_items: list[CorrectedLine] | None = None
    """
    All lines of the invoice, as they should be.
    """


class Creditable(Model):
    """
    What is left of a line to credit.
    """

    quantity: Decimal | None = None
    """
    Of its quantity; only lines with a quantity have it.
    """
    amount: Decimal
    """
    Of its net amount.
    """


class Customer(Model):
    """
    A stored customer.
    """

    first_name: str | None = None
    """
    First name.
    """
    last_name: str | None = None
    """
    Last name.
    """
    email: str | None = None
    """
    E-mail address. Invoices are matched to the customer by e-mail address or phone number.
    """
    phone: str | None = None
    """
    Phone number. Without a country code it is read as a number of the practice's country.
    """
    address: str | None = None
    """
    Street and house number.
    """
    city: str | None = None
    """
    City.
    """
    state: str | None = None
    """
    State or province.
    """
    zip_code: str | None = None
    """
    Postal code.
    """
    country: str | None = None
    """
    Country, as a name or an ISO 3166 code.
    """
    customer_id: str
    """
    Your own id for the customer.
    """


class CustomerDetails(Model):
    """
    The pet owner that a customer is. The fields are those of a PIMS invoice's pet owner, so they can be compared.
    """

    first_name: str | None = None
    """
    First name.
    """
    last_name: str | None = None
    """
    Last name.
    """
    email: str | None = None
    """
    E-mail address. Invoices are matched to the customer by e-mail address or phone number.
    """
    phone: str | None = None
    """
    Phone number. Without a country code it is read as a number of the practice's country.
    """
    address: str | None = None
    """
    Street and house number.
    """
    city: str | None = None
    """
    City.
    """
    state: str | None = None
    """
    State or province.
    """
    zip_code: str | None = None
    """
    Postal code.
    """
    country: str | None = None
    """
    Country, as a name or an ISO 3166 code.
    """


class DamagedPart(Model):
    """
    A part of the journal that cannot be read, because somebody changed it in the database.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    part: Literal["entry", "end", "signedHead"]
    """
    Which part it is.
    """
    position: int | None = None
    """
    The position of an entry.
    """
    stored: str
    """
    What is stored in its place, in base64; empty if nothing is.
    """


class Disclosure(Model):
    """
    What a commitment is for.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    change: int
    """
    The place of the change in its entry, counted from 0.
    """
    salt: str
    """
    The secret salt, in hexadecimal.
    """
    document: str | None = None
    """
    What the commitment is for, as text. Absent if a document that cannot change is not stored any more, though nobody erased it: the journal does not verify then.
    """


class DocumentReference(Model):
    """
    Another document.
    """

    invoice_id: str
    """
    The id of the document, safe in a path.
    """
    number: str
    """
    The number of the document.
    """


class DocumentSummary(Model):
    """
    An invoice or a credit note in the list.
    """

    invoice_id: str
    """
    The id of the document, safe in a path.
    """
    number: str
    """
    The number of the document.
    """
    kind: Literal["INVOICE", "CREDIT_NOTE"]
    """
    `INVOICE` or `CREDIT_NOTE`.
    """
    order_id: str
    """
    The id of the order.
    """
    issued_at: str
    """
    When it was issued, in UTC.
    """
    currency: str
    """
    The currency of all amounts.
    """
    payable: Decimal
    """
    The amount to pay, or to pay back.
    """
    buyer_name: str
    """
    Who is billed: the first line of the address.
    """
    credited_invoice: DocumentReference | None = None
    """
    The invoice that a credit note credits; only credit notes have it.
    """


class EInvoiceState(Model):
    """
    Which forms of an e-invoice the document has, and what the others lack.
    """

    formats: list[str]
    """
    The formats that `link` gives.
    """
    missing: dict[str, list[str]]
    """
    For each other format, the terms of EN 16931 that are missing, or why there is no e-invoice.
    """
    link: str
    """
    Gives the e-invoice, with a token; `format` chooses the form.
    """


class Entry(Model):
    """
    What one transaction did to a number range.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    range: str
    """
    The range.
    """
    position: int
    """
    The place of the entry in the journal of its range, counted from 1.
    """
    previous: str
    """
    The hash of the entry before; for the first one, the hash of the range's name.
    """
    at: str
    """
    When, in UTC.
    """
    changes: list[Change]
    """
    What happened, in order.
    """


class ErrorMessage(Model):
    """
    What is wrong, in words.
    """

    message: str
    """
    What is wrong and where, in one sentence.
    """


class ErrorResponse(Model):
    """
    A failed request.
    """

    request_id: str
    """
    The id of the request.
    """
    status: Literal["failed"]
    """
    The request has failed.
    """
    completed_at: str
    """
    When the request ended, UTC.
    """
    error: CaptureErrorDetail
    """
    Why the request failed.
    """


class ExportBody(Model):
    """
    An export.
    """

    export_id: str
    """
    The id of the export.
    """
    status: Literal["IN_PROGRESS", "DONE", "FAILED"]
    """
    `IN_PROGRESS` while the file is made, `DONE` when it can be downloaded, `FAILED` if there is none.
    """
    format: Literal["CSV", "XLSX", "DATEV", "ZIP"]
    """
    The format of the file.
    """
    date_from: str
    """
    The first day of the period.
    """
    date_to: str
    """
    The last day of the period.
    """
    created_at: str
    """
    When the export was asked for, in UTC.
    """
    records: int | None = None
    """
    How many documents the file has; only with `DONE`.
    """
    message: str | None = None
    """
    Why there is no file; only with `FAILED`.
    """
    download_link: str | None = None
    """
    Downloads the file for 15 minutes, without a token; only with `DONE`, and not in lists.
    """
    file_name: str | None = None
    """
    The name of the file; only with `DONE`.
    """


class ExportRequest(Model):
    """
    A period to export.
    """

    date_from: date_aliased
    """
    The first day, in UTC.
    """
    date_to: date_aliased
    """
    The last day, in UTC; at most a year after the first.
    """
    format: Literal["CSV", "XLSX", "DATEV", "ZIP"]
    """
    `CSV`, `XLSX` (Excel), `DATEV` (a booking batch for DATEV Rechnungswesen), or `ZIP` (the PDFs).
    """


class Filters(Model):
    """
    Conditions on an invoice's fields, all of which must hold. At most 20 terms in all.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    created_at: Any | None = None
    """
    Compared with the invoice's `createdAt`: a value that it equals, or an object of operators.
    """
    currency: Any | None = None
    """
    Compared with the invoice's `currency`: a value that it equals, or an object of operators.
    """
    custom_data: Any | None = None
    """
    Compared with the invoice's `customData`: a value that it equals, or an object of operators.
    """
    details: Any | None = None
    """
    Compared with the invoice's `details`: a value that it equals, or an object of operators.
    """
    due_date: Any | None = None
    """
    Compared with the invoice's `dueDate`: a value that it equals, or an object of operators.
    """
    external_id: Any | None = None
    """
    Compared with the invoice's `externalId`: a value that it equals, or an object of operators.
    """
    guid: Any | None = None
    """
    Compared with the invoice's `guid`: a value that it equals, or an object of operators.
    """
    is_paid: Any | None = None
    """
    Compared with the invoice's `isPaid`: a value that it equals, or an object of operators.
    """
    is_sent: Any | None = None
    """
    Compared with the invoice's `isSent`: a value that it equals, or an object of operators.
    """
    price_net: Any | None = None
    """
    Compared with the invoice's `priceNet`: a value that it equals, or an object of operators.
    """
    status: Any | None = None
    """
    Compared with the invoice's `status`: a value that it equals, or an object of operators.
    """
    type: Any | None = None
    """
    Compared with the invoice's `type`: a value that it equals, or an object of operators.
    """
    updated_at: Any | None = None
    """
    Compared with the invoice's `updatedAt`: a value that it equals, or an object of operators.
    """
    and_: Annotated[list[Filters] | None, Field(alias="$and")] = None
    """
    All of these filters must match.
    """
    or_: Annotated[list[Filters] | None, Field(alias="$or")] = None
    """
    At least one of these filters must match.
    """
    nor: Annotated[list[Filters] | None, Field(alias="$nor")] = None
    """
    None of these filters may match.
    """


class FoundPage(Model):
    """
    Where the page begins, and how many invoices match.
    """

    count: int
    """
    How many invoices match in all.
    """
    offset: int
    """
    How many matching invoices were skipped.
    """


class Error(Model):
    """
    The error, for the APIs whose errors have a code and a message.
    """

    code: str
    """
    The kind of error, such as `TOO_MANY_REQUESTS`.
    """
    message: str
    """
    The error in one sentence.
    """


class GatewayError(Model):
    """
    An error from the gateway. It has the fields of the errors of all APIs.
    """

    request_id: str
    """
    The request's id, as in the header `x-request-id`.
    """
    status: str
    """
    Always `failed`.
    """
    error: Error
    """
    The error, for the APIs whose errors have a code and a message.
    """
    message: str
    """
    The same sentence, for the APIs whose errors have it here.
    """
    code: str
    """
    The HTTP status, as text.
    """
    detail_info: str
    """
    Always empty.
    """
    details: dict[str, Any]
    """
    Always empty.
    """


class Health(Model):
    """
    The service is running.
    """

    status: Literal["Healthy"]
    """
    Always `Healthy`.
    """


class InternalServerError(Model):
    """
    An error that the request did not cause.
    """

    code: Literal["InternalServerError"]
    """
    Always `InternalServerError`.
    """
    message: str
    """
    A general message; the cause is not disclosed.
    """


class InvoiceAllocation(Model):
    """
    The part of the payment that goes to one invoice.
    """

    invoice_id: int
    """
    The invoice's id.
    """
    amount: Decimal
    """
    The part that goes to the invoice, in dollars.
    """


class InvoiceDetail(Model):
    """
    One line of an invoice.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    name: str
    """
    What is invoiced.
    """
    count: int
    """
    How many units, a whole number.
    """
    article: str | None = None
    """
    Your article number.
    """
    vat_rate: Decimal
    """
    VAT rate as a fraction.
    """
    vat_amount: Decimal
    """
    VAT of the line.
    """
    price_excl_vat: Decimal
    """
    Price without VAT.
    """
    price_incl_vat: Decimal
    """
    Price with VAT.
    """
    total_amount_excl_vat: Decimal
    """
    Total of the line without VAT.
    """
    total_amount_incl_vat: Decimal
    """
    Total of the line with VAT.
    """


class InvoiceLine(Model):
    """
    One service on an invoice.
    """

    service_id: int
    """
    The id of the service in your system.
    """
    name: str
    """
    The name of the service.
    """
    description: str | None = None
    """
    What was done; up to 50 lines of text.
    """
    quantity: int
    """
    How many, as a whole number.
    """
    rate: Decimal
    """
    The price of one, in dollars.
    """


class JobCreated(Model):
    """
    A new job.
    """

    job_id: str
    """
    The id of the job.
    """


class JobRequest(Model):
    """
    The job to start: `MANUAL` with the ids of its orders, or `AUTOMATIC`.
    """

    job_type: Literal["MANUAL", "AUTOMATIC"]
    """
    `MANUAL`: the request names the orders.
    """
    order_ids: list[str] | None = None
    """
    The ids of 1 to 10,000 orders, none of them twice.
    """


class JobSummary(Model):
    """
    A job in the list of jobs.
    """

    job_id: str
    """
    The id of the job.
    """
    job_status: Literal["IN_PROGRESS", "DONE"]
    """
    `IN_PROGRESS` while the job runs, `DONE` when every order has an outcome.
    """
    job_type: Literal["AUTOMATIC", "MANUAL"]
    """
    `MANUAL` for the orders that the request named, `AUTOMATIC` for the orders that were due.
    """
    created_at: str
    """
    When the job was created, in UTC.
    """
    orders: int | None = None
    """
    How many orders the job has; absent until an automatic job has selected them.
    """


class JobsErrorBody(Model):
    """
    An error.
    """

    message: str
    """
    What is wrong.
    """
    code: str
    """
    The HTTP status.
    """
    detail_info: str
    """
    Each field that is wrong, with what it must be; empty for other errors.
    """


class JournalEnd(Model):
    """
    The end of a journal when the page was read.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    position: int
    """
    The position of the last entry; 0 if there is none.
    """
    hash: str
    """
    The hash of the last entry.
    """


class JournalEntry(Model):
    """
    One entry, and what it only commits to if that is asked for.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    entry: Entry
    """
    The entry. Its hash is in the next one.
    """
    disclosed: list[Disclosure] | None = None
    """
    With `disclose=true`: the content behind each commitment that is still what is stored. Content that has changed since, or whose salt was erased, is left out.
    """


class JournalPage(Model):
    """
    Part of the journal of one number range.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    range: str
    """
    The range.
    """
    entries: list[JournalEntry]
    """
    The entries, the oldest first.
    """
    end: JournalEnd
    """
    The end of the journal.
    """
    signed_head: str | None = None
    """
    The last signed head, as a JWS (RFC 7515); absent until the first is signed.
    """
    damaged: list[DamagedPart] | None = None
    """
    The parts that cannot be read: the journal is broken there. Damaged entries have their places on the page, so `after` goes on past them. If the end is damaged, `end` has the position of the last entry, and zeros as its hash. Absent if nothing is damaged.
    """


class LineItem(Model):
    """
    One line of the invoice.
    """

    line_item_id: str | None = None
    """
    The practice's id of the line.
    """
    description: str
    """
    What was charged.
    """
    quantity: Decimal | None = None
    """
    How many.
    """
    unit_price: Decimal | None = None
    """
    Price of one.
    """
    total_price: Decimal
    """
    Total of the line.
    """
    category: str | None = None
    """
    The practice's category of the charge.
    """


class LinkBody(Model):
    """
    The invoice that a credit note credits.
    """

    id: int | None
    """
    Our id of the invoice; null while the invoice is not stored.
    """
    external_id: str
    """
    The provider's id of the invoice.
    """


class LinkedInvoice(Model):
    """
    The invoice that a credit note credits. Other fields are ignored.
    """

    external_id: str
    """
    The external id of one of your invoices.
    """


class NewPayment(Model):
    """
    A payment to record.
    """

    payment_date: str | date_aliased | AwareDatetime
    """
    When the payment was made: a date or a date-time. Without a zone it is UTC.
    """
    payment_amount: Decimal
    """
    The whole amount, in dollars, with the donation.
    """
    payment_type: Literal["cash", "credit", "debit", "check", "other"]
    """
    How the payment was made.
    """
    donation_amount: Decimal | None = None
    """
    The part that is a donation, in dollars.
    """
    payer_client_ids: list[int] | None = None
    """
    The ids of the clients that pay, each at most once.
    """
    payer_name: str | None = None
    """
    The name of the payer, for the receipt.
    """
    invoices: list[InvoiceAllocation] | None = None
    """
    The invoices that the payment pays, each at most once.
    """


class NumberTakenDetail(Model):
    """
    The invoice number that another invoice has.
    """

    message: str
    """
    What was wrong.
    """
    invoice_number_duplicate: Literal[True]
    """
    Always true. It tells this error from others.
    """


class NumberTakenError(Model):
    """
    Another invoice of the office has the requested number.
    """

    error: NumberTakenDetail
    """
    Which number is taken.
    """


class OAuthError(Model):
    """
    An error of the token endpoints.
    """

    error: str
    """
    The error code of OAuth 2.0.
    """
    error_description: Annotated[str, Field(alias="error_description")]
    """
    What was wrong, in one sentence.
    """


class OrderBody(Model):
    """
    One order of a job.
    """

    order_id: str
    """
    The id of the order.
    """
    order_status: Literal["PENDING", "SUCCESS", "FAILURE"]
    """
    `PENDING` until the order is finished, `SUCCESS` if it has an invoice with a PDF, else `FAILURE`.
    """
    message: str | None = None
    """
    What happened; absent while the order is pending.
    """
    download_link: str | None = None
    """
    Downloads the PDF for 15 minutes, without a token. Only orders with `SUCCESS` have it.
    """
    invoice_number: str | None = None
    """
    The number of the invoice. Only orders with `SUCCESS` have it.
    """
    invoice_id: str | None = None
    """
    The id of the invoice. Only orders with `SUCCESS` have it.
    """


class OwingClient(Model):
    """
    A client of an outstanding invoice.
    """

    client_id: int
    """
    The client's id.
    """


class Pagination(Model):
    """
    A page of the matching invoices.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    offset: int | None = None
    """
    How many of the newest matching invoices to skip; 0 by default.
    """
    limit: int | None = None
    """
    How many invoices to return at most; 10 by default.
    """


class PartBody(Model):
    """
    A line to credit; without a quantity and an amount, all that is left of it.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    line_id: str
    """
    The `lineId` of the invoice's line.
    """
    quantity: Decimal | None = None
    """
    How much of a line with a quantity: more than 0, up to what is left.
    """
    amount: Decimal | None = None
    """
    How much of a fee, the shipping or a discount: more than 0, up to what is left.
    """


class Payment(Model):
    """
    One payment of the invoice.
    """

    payment_id: str | None = None
    """
    The practice's id of the payment.
    """
    payment_date: str
    """
    Date of the payment.
    """
    amount: Decimal
    """
    The amount paid, as a positive number.
    """
    method: str | None = None
    """
    How it was paid.
    """
    status: str | None = None
    """
    The practice's status of the payment.
    """


class PaymentAllocation(Model):
    """
    The part of one payment that goes to the invoice. The fields may have the names that they have in an invoice.
    """

    id: int | None = None
    """
    The payment's id.
    """
    amount: Decimal | None = None
    """
    The part that goes to the invoice, in dollars.
    """
    payment_id: int | None = None
    """
    The payment's id.
    """
    amount_towards_invoice: Decimal | None = None
    """
    The part that goes to the invoice, in dollars.
    """


class PaymentBody(Model):
    """
    A payment.
    """

    id: int
    """
    The payment's id, unique in the office.
    """
    payment_date: str
    """
    When the payment was made, in UTC.
    """
    payment_day: str
    """
    The day of the payment in the office's time zone, as the receipt shows it.
    """
    invoices: list[AllocatedInvoiceBody]
    """
    The invoices that the payment pays.
    """
    payment_amount: Decimal | None
    """
    The whole amount, in dollars, with the donation; null if the payment is redacted.
    """
    payment_type: Literal["cash", "credit", "debit", "check", "other"]
    """
    How the payment was made.
    """
    payer_client_ids: list[int]
    """
    The ids of the clients that pay.
    """
    payer_name: str | None
    """
    The name of the payer, as it is printed on the receipt.
    """
    donation_id: int | None = None
    """
    The donation's id, unique in the office; left out without a donation.
    """
    donation_amount: Decimal | None = None
    """
    The part that is a donation, in dollars; left out without a donation, null if the payment is redacted.
    """
    redacted: bool
    """
    Whether the payment, or an invoice that it pays, has a tag that the request does not name.
    """
    created_by: Author
    """
    Who recorded the payment.
    """
    last_updated_by: Author
    """
    Who changed the payment last.
    """


class PaymentChange(Model):
    """
    The properties of a payment to change, at least one. An array replaces the whole array.
    """

    payment_date: str | date_aliased | AwareDatetime | None = None
    """
    When the payment was made: a date or a date-time. Without a zone it is UTC.
    """
    payment_amount: Decimal | None = None
    """
    The whole amount, in dollars, with the donation.
    """
    payment_type: Literal["cash", "credit", "debit", "check", "other"] | None = None
    """
    How the payment was made.
    """
    invoices: list[InvoiceAllocation] | None = None
    """
    The invoices that the payment pays, each at most once.
    """
    donation_amount: Decimal | None = None
    """
    The part that is a donation, in dollars. 0 or null removes the donation.
    """
    payer_client_ids: list[int] | None = None
    """
    The ids of the clients that pay, each at most once.
    """
    payer_name: str | None = None
    """
    The name of the payer, for the receipt.
    """


class Pet(Model):
    """
    The animal that a line is about.
    """

    name: str | None = None
    """
    The animal's name.
    """
    species: str | None = None
    """
    The animal's species.
    """
    breed: str | None = None
    """
    The animal's breed.
    """
    age: int | None = None
    """
    The animal's age in years.
    """
    weight: Decimal | None = None
    """
    The animal's weight.
    """


class PetOwner(Model):
    """
    The person whom the invoice is for.
    """

    first_name: str | None = None
    """
    First name.
    """
    last_name: str | None = None
    """
    Last name.
    """
    email: str | None = None
    """
    E-mail address.
    """
    phone: str | None = None
    """
    Telephone number; without a country code it is read as one of the practice's country.
    """
    address: str | None = None
    """
    Street and number.
    """
    city: str | None = None
    """
    Town or city.
    """
    state: str | None = None
    """
    State or province.
    """
    zip_code: str | None = None
    """
    Postal code.
    """
    country: str | None = None
    """
    Country, by name or code.
    """


class PimsErrorDetail(Model):
    """
    One broken rule.
    """

    target: str
    """
    Where in the request, such as `invoices[3].date`; empty for the whole request.
    """
    message: str
    """
    What is wrong there.
    """


class Practice(Model):
    """
    The practice that wrote the invoice.
    """

    practice_id: str | None
    """
    The id of the practice; null if the data was read from the document.
    """
    practice_name: str
    """
    The name of the practice.
    """
    address: Address | None = None
    """
    Its address.
    """
    phone: str | None = None
    """
    Its phone number.
    """
    email: str | None = None
    """
    Its email address.
    """


class PublicKey(Model):
    """
    One public key (a JSON Web Key).
    """

    kty: Literal["EC"]
    """
    The type of the key: elliptic curve.
    """
    crv: Literal["P-256"]
    """
    The curve.
    """
    x: str
    """
    The x coordinate, base64url.
    """
    y: str
    """
    The y coordinate, base64url.
    """
    kid: str
    """
    The id of the key. A token names it in its header.
    """
    use: Literal["sig"]
    """
    The use of the key: signatures.
    """
    alg: Literal["ES256"]
    """
    The signature algorithm.
    """


class PublicKeys(Model):
    """
    The public keys that verify access tokens.
    """

    keys: list[PublicKey]
    """
    The keys in use. A token signed by any other key is not valid.
    """


class RangeBody(Model):
    """
    A number range that has a journal.
    """

    range: str
    """
    Its name; `*` stands for the digits.
    """
    end: JournalEnd
    """
    The end of its journal.
    """
    signed_head: str | None = None
    """
    Its last signed head, as a JWS (RFC 7515); absent until the first is signed.
    """


class ReadFieldBody(Model):
    """
    A value as it is printed in the document.
    """

    page: int | None = None
    """
    The page, counted from 1; left out for data that no page is known to show.
    """
    box: BoxBody | None = None
    """
    The place of its words on the page; left out if it is unknown.
    """
    text: str
    """
    The text as it is printed, or as the e-invoice has it. That of a line may have several rows.
    """
    confidence: int
    """
    How sure the OCR is of the text, or of the line, from 0 to 100 percent; 100 for data.
    """
    vouched_for: bool
    """
    True if the document itself confirms the value and nothing in it speaks against it; false if a person should look at it. A line is confirmed if all lines lead to the total.
    """


class ReadingBody(Model):
    """
    What was read from the document and where. Each field is left out if it was not read.
    """

    invoice_number: ReadFieldBody | None = None
    """
    The number of the invoice.
    """
    invoice_date: ReadFieldBody | None = None
    """
    The date of the invoice.
    """
    due_date: ReadFieldBody | None = None
    """
    The date by which it is to be paid.
    """
    total_amount: ReadFieldBody | None = None
    """
    The total of the invoice.
    """
    currency: ReadFieldBody | None = None
    """
    The amount whose currency it is, with a sign or code if it has one.
    """
    practice_name: ReadFieldBody | None = None
    """
    The name of the practice.
    """
    line_items: list[ReadFieldBody] | None = None
    """
    The lines, in the order in which they were read. They are left out if they make the response too large, which takes about a thousand lines.
    """


class RedeemedTokens(Model):
    """
    The tokens of the identity provider.
    """

    id_token: Annotated[str, Field(alias="id_token")]
    """
    The ID token. Exchange it at `/oauth/token`.
    """
    refresh_token: Annotated[str | None, Field(alias="refresh_token")] = None
    """
    Renews the ID token; absent if the identity provider gives none.
    """


class Reduction(Model):
    """
    A discount or a surcharge of one line.
    """

    reason: str
    """
    What it is.
    """
    amount: Decimal
    """
    What it adds to the line's net amount; a discount is negative.
    """


class ReportParameters(Model):
    """
    The period of the report, as requested.
    """

    start: str | None
    """
    The first day; null if the request names none.
    """
    end: str | None
    """
    The last day; null if the request names none.
    """


class ReportSummary(Model):
    """
    What a group of invoices adds up to.
    """

    invoices: int
    """
    How many invoices there are.
    """
    redacted_invoices: int
    """
    How many of them are redacted. The sums leave these out.
    """
    total_charged: Decimal
    """
    What the other invoices charge together, in dollars.
    """
    total_paid: Decimal
    """
    What is paid of it, in dollars.
    """


class ReportedInvoice(Model):
    """
    One of your invoices, identified by its external id. A report replaces what was stored of it.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    id: Any | None = None
    """
    Set by us; ignored when sent.
    """
    guid: UUID
    """
    The GUID of one of your cases.
    """
    external_id: str
    """
    Your id of the invoice.
    """
    type: Literal["invoice", "credit note"] | None = None
    """
    What it is; an invoice by default.
    """
    custom_data: dict[str, Any] | None = None
    """
    Any JSON object of yours, nested at most 100 levels.
    """
    price_net: Decimal | None = None
    """
    Net total. It is not compared with the lines.
    """
    currency: str | None = None
    """
    Currency code.
    """
    is_active: bool | None = None
    """
    Whether the invoice is active; null by default.
    """
    due_date: str | date_aliased | AwareDatetime | None = None
    """
    When payment is due: a date, or a date with a time. Without a time zone it is UTC.
    """
    is_sent: bool | None = None
    """
    Whether the invoice was sent; false by default.
    """
    is_paid: bool | None = None
    """
    Whether the invoice was paid; false by default.
    """
    status: str | None = None
    """
    A status of your choice.
    """
    details: list[InvoiceDetail] | None = None
    """
    The invoice's lines.
    """
    created_at: Any | None = None
    """
    Set by us; ignored when sent.
    """
    updated_at: Any | None = None
    """
    Set by us; ignored when sent.
    """
    case: Any | None = None
    """
    Set by us; ignored when sent.
    """
    linked_invoice: LinkedInvoice | None = None
    """
    For credit notes only: the invoice credited, by its external id alone or as an object. It must be stored or in the same request.
    """


class RequestSummary(Model):
    """
    One request of a list. What it does not have, or what was not read, is left out.
    """

    request_id: str
    """
    The id of the request.
    """
    customer_id: str
    """
    Your id of the customer.
    """
    mode: Literal["process", "lookup"]
    """
    What the sender asked for.
    """
    status: Literal["accepted", "processing", "completed", "failed"]
    """
    The state of the request.
    """
    began_at: str
    """
    When it began, in UTC.
    """
    completed_at: str | None = None
    """
    When it ended, in UTC.
    """
    source: Literal["PIMS", "OCR"] | None = None
    """
    Where its data comes from.
    """
    read_from: Literal["E_INVOICE", "OCR"] | None = None
    """
    How its document was read.
    """
    invoice_number: str | None = None
    """
    Number of the invoice, corrected if it was reviewed.
    """
    invoice_date: str | None = None
    """
    Date of the invoice, likewise.
    """
    total_amount: Decimal | None = None
    """
    Total of the invoice, likewise.
    """
    currency: str | None = None
    """
    Its currency, likewise.
    """
    practice_name: str | None = None
    """
    Name of the practice, likewise.
    """
    passed: bool | None = None
    """
    True if no check failed.
    """
    failed_checks: list[str]
    """
    The fields whose check failed.
    """
    review: Literal["pending", "approved", "rejected"] | None = None
    """
    The state of its review; left out if there is no data.
    """
    pages: int | None = None
    """
    How many pages its document has, if that is known.
    """


class RevenueAccount(Model):
    """
    Where the revenue of one rate is booked, with its tax key (BU-Schlüssel) unless the account is automatic.
    """

    category: str | None = None
    """
    The VAT category of orders, `S` by default.
    """
    rate: Decimal | None = None
    """
    The rate in percent, 0 by default.
    """
    account: str | int
    """
    The account, with `accountLength` digits.
    """
    tax_key: str | int | None = None
    """
    The tax key (BU-Schlüssel); none for an automatic account.
    """


class ReviewRequest(Model):
    """
    What a reviewer decides.
    """

    decision: Literal["approve", "reject"]
    """
    `approve` if the data, with the corrections, is right; `reject` if it is not to be used.
    """
    revision: int
    """
    The revision of the review that you have seen: 0 before the first one. If there is a newer one, the request is refused.
    """
    corrections: Corrections | None = None
    """
    What is wrong in the data as it was shown to you.
    """
    note: str | None = None
    """
    A note for whoever reads the review.
    """


class ReviewerBody(Model):
    """
    Who reviewed the request.
    """

    user_id: int | str
    """
    The id of the person, from the access token.
    """
    name: str
    """
    First and last name.
    """


class SalesOrderBody(Model):
    """
    An Emporix v2 sales order, of at most 400 KB. A job checks what an invoice needs of it.
    """

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
        alias_generator=to_camel,
    )


class Search(Model):
    """
    What to search for.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    filters: Filters | None = None
    """
    What the invoices must match; without filters, all match.
    """
    pagination: Pagination | None = None
    """
    Which of the matching invoices to return.
    """


class ServiceErrorBody(Model):
    """
    An error in one sentence.
    """

    message: str
    """
    The error.
    """


class SignInTerms(Model):
    """
    How people sign in: OpenID Connect with an authorization code and PKCE (S256).
    """

    authorization_endpoint: str
    """
    Where to send the browser.
    """
    client_id: str
    """
    The client id to send.
    """
    scope: str
    """
    The scopes to ask for.
    """
    redirect_uri: str
    """
    Where the browser comes back.
    """
    end_session_endpoint: str | None = None
    """
    Where to send the browser to sign out; absent if the identity provider has no such page.
    """


class UploadForm(Model):
    """
    Where to upload the file: post each of the `fields` as it is, then the file as `file`, as multipart/form-data.
    """

    request_id: str
    """
    The id of the request.
    """
    url: str
    """
    The URL to post the form to.
    """
    fields: dict[str, str]
    """
    The fields of the form, by name.
    """
    expires_at: str
    """
    When the upload must have begun, in UTC.
    """


class UploadRequest(Model):
    """
    The file you are going to upload.
    """

    content_type: Literal["application/pdf", "application/xml", "image/jpeg", "image/png", "image/tiff", "text/xml"]
    """
    The media type of the file.
    """
    mode: Literal["process", "lookup"]
    """
    `process` returns the practice's record of the invoice, or else what was read from the file. `lookup` returns the practice's record only.
    """
    webhook_url: str | None = None
    """
    The URL that the result is posted to. It must begin with https:// and its host must be on the public internet. Empty or missing: no webhook is sent.
    """


class ValidationResults(Model):
    """
    All checks of one invoice.
    """

    passed: bool
    """
    True if no check failed.
    """
    checks: list[Check]
    """
    Every check.
    """


class VetPractice(Model):
    """
    The practice that issued the invoice.
    """

    practice_id: str
    """
    The practice's id. The token must be for this practice.
    """
    location_id: str | None = None
    """
    The id of the practice's location.
    """
    name: str | None = None
    """
    The practice's name.
    """
    address: str | None = None
    """
    Street and number.
    """
    city: str | None = None
    """
    Town or city.
    """
    state: str | None = None
    """
    State or province.
    """
    zip_code: str | None = None
    """
    Postal code.
    """
    country: str | None = None
    """
    Country, by name or code.
    """


class Webhook(Model):
    """
    The webhook of a request: whether it has been delivered, and each attempt so far.
    """

    state: Literal["pending", "delivered", "failed"]
    """
    `pending` while attempts are still to come, `delivered` once your server answered with a 2xx status, `failed` when no attempt is left.
    """
    attempts: list[Attempt]
    """
    The newest 60 attempts, the oldest first.
    """


class WebhookResent(Model):
    """
    A webhook that is being sent again.
    """

    request_id: str
    """
    The id of the request.
    """
    status: Literal["completed", "failed"]
    """
    How the request ended.
    """
    webhook: Webhook
    """
    The webhook, with all attempts so far.
    """


class WordBox(Model):
    """
    A rectangle on a page, in fractions of its width and height, measured from its top left corner.
    """

    left: Decimal
    """
    Its left edge.
    """
    top: Decimal
    """
    Its top edge.
    """
    width: Decimal
    """
    Its width.
    """
    height: Decimal
    """
    Its height.
    """


class AccessRefused(Model):
    """
    The token is missing, is not accepted, or does not permit the request.
    """

    error: CaptureErrorDetail
    """
    What is wrong with the token.
    """


class Accounts(Model):
    """
    How bookings are made for DATEV. It is the configuration `datev`, or a part of a request.
    """

    consultant: str | int
    """
    The number of the tax adviser (Beraternummer).
    """
    client: str | int
    """
    The number of the adviser's client (Mandantennummer).
    """
    account_length: str | int | None = None
    """
    The digits of an account, 4 by default; a debtor's account has one more.
    """
    debtor_account: str | int
    """
    The account of all debtors.
    """
    revenue_accounts: list[RevenueAccount]
    """
    Where revenue is booked, by rate.
    """
    financial_year_start: str | None = None
    """
    The first day of the financial year, `01-01` by default.
    """
    currency: str | None = None
    """
    The currency of the batch, `EUR` by default.
    """


class Accuracy(Model):
    """
    How often each field was right, by what reviewers let stand in the documents that they approved.
    """

    documents: int
    """
    How many approved documents were read by OCR.
    """
    fields: dict[str, list[AccuracyBand]]
    """
    By field of `reading`, the lowest confidence first.
    """


class BadRequest(Model):
    """
    A rejected request.
    """

    code: Literal["BadRequest"]
    """
    Always `BadRequest`.
    """
    message: str
    """
    The same text for every bad request; `details` says what is wrong.
    """
    details: list[PimsErrorDetail]
    """
    Every broken rule, up to 1,000 of them.
    """


class BillingInvoiceBody(Model):
    """
    An invoice.
    """

    id: int
    """
    The invoice's id, unique in the office.
    """
    invoice_number: str
    """
    The invoice's number, unique in the office.
    """
    invoice_date: str
    """
    The date of the invoice.
    """
    line_items: list[InvoiceLine]
    """
    The services; empty if the invoice is redacted.
    """
    client_note: str | None
    """
    A note to the client; null if the invoice is redacted.
    """
    total_charged: Decimal | None
    """
    What the invoice charges, in dollars. A difference from the sum of the lines is a discount or a surcharge. Null if the invoice is redacted.
    """
    total_paid: Decimal | None
    """
    What payments give to the invoice, in dollars; deleted payments do not count. Null if the invoice is redacted.
    """
    bill_to: str | None
    """
    The name or address that the invoice is made out to.
    """
    status: Literal["draft", "open", "completed", "closed"]
    """
    The state of the invoice. A closed invoice is void.
    """
    payments: list[AllocatedPaymentBody]
    """
    The payments that give something to the invoice.
    """
    clients: list[int]
    """
    The ids of the clients that the invoice is for.
    """
    redacted: bool
    """
    Whether the invoice has a tag that the request does not name.
    """
    created_by: Author
    """
    Who created the invoice.
    """
    last_updated_by: Author
    """
    Who changed the invoice last.
    """


class CasesErrorBody(Model):
    """
    An error.
    """

    error: ErrorMessage
    """
    The first thing that is wrong.
    """
    details: dict[str, str]
    """
    Every broken rule by its path in the request; empty if the request's content is not the reason.
    """


class CasesInvoiceBody(Model):
    """
    A stored invoice with its case.
    """

    id: int
    """
    Our id of the invoice.
    """
    guid: UUID
    """
    The GUID of the invoice's case.
    """
    external_id: str
    """
    The provider's id of the invoice.
    """
    type: Literal["invoice", "credit note"]
    """
    What it is.
    """
    custom_data: dict[str, Any] | None
    """
    Any JSON object of the provider.
    """
    price_net: Decimal | None
    """
    Net total.
    """
    currency: str | None
    """
    Currency code.
    """
    is_active: bool | None
    """
    Whether the invoice is active; null if the provider did not say.
    """
    due_date: AwareDatetime | None
    """
    When payment is due, in UTC.
    """
    is_sent: bool
    """
    Whether the invoice was sent.
    """
    is_paid: bool
    """
    Whether the invoice was paid.
    """
    status: str | None
    """
    The provider's status of the invoice.
    """
    details: list[InvoiceDetail] | None
    """
    The invoice's lines.
    """
    created_at: AwareDatetime
    """
    When the invoice was first reported, in UTC.
    """
    updated_at: AwareDatetime
    """
    When the invoice was last reported, in UTC.
    """
    case: CaseBody
    """
    The invoice's case.
    """
    linked_invoice: LinkBody | None
    """
    For credit notes: the invoice credited.
    """


class ChangeBody(Model):
    """
    One change: of a field of `data`, or of the review's own `state` or `note`.
    """

    at: str
    """
    When, in UTC.
    """
    by: ReviewerBody
    """
    Who changed it.
    """
    field: str
    """
    The field, by its path in `data`; or `state` or `note`, which are those of the review.
    """
    from_: Annotated[Any, Field(alias="from")]
    """
    Its value before; null if it had none.
    """
    to: Any
    """
    Its value since then; null if it has none.
    """


class CreditRequest(Model):
    """
    What to credit: some lines, or without `lines` all that is left of the invoice.
    """

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        alias_generator=to_camel,
    )
    lines: list[PartBody] | None = None
    """
    The lines to credit, none of them twice.
    """
    reason: str | None = None
    """
    Why; the credit note shows it.
    """


class DocumentLine(Model):
    """
    A line of an invoice: an entry of the order, a fee, the shipping, or a discount of the whole order.
    """

    line_id: str
    """
    The id of the line, by which it is credited.
    """
    description: str
    """
    What it is.
    """
    item_number: str | None = None
    """
    The item number; only entries have it.
    """
    quantity: Decimal | None = None
    """
    How many; only entries have it.
    """
    unit_price: Decimal | None = None
    """
    The net price of one.
    """
    reductions: list[Reduction] | None = None
    """
    The discounts and surcharges in `net`; absent if there are none.
    """
    net: Decimal
    """
    The net amount; that of a discount is negative.
    """
    rate: Decimal | None = None
    """
    The tax rate in percent; absent if the line is not taxed.
    """
    creditable: Creditable | None = None
    """
    What is left of the line to credit; only invoices have it.
    """


class FailedRequest(Model):
    """
    The body of a 5xx error.
    """

    error: InternalServerError
    """
    What went wrong.
    """


class FoundInvoices(Model):
    """
    The result of a search.
    """

    data: list[CasesInvoiceBody]
    """
    The matching invoices, newest first.
    """
    pagination: FoundPage
    """
    The page and the total.
    """


class InvoiceChange(Model):
    """
    The properties of an invoice to change, at least one. An array replaces the whole array.
    """

    invoice_number: str | None = None
    """
    A number that no other invoice of the office has.
    """
    invoice_date: date_aliased | None = None
    """
    The date of the invoice.
    """
    line_items: list[InvoiceLine] | None = None
    """
    The services. An empty draft that gets its first lines becomes open.
    """
    client_note: str | None = None
    """
    A note to the client; may be empty, up to 200 lines of text.
    """
    total_charged: Decimal | None = None
    """
    What the invoice charges, in dollars. It need not be the sum of the lines.
    """
    bill_to: str | None = None
    """
    The name or address that the invoice is made out to; up to 20 lines of text.
    """
    status: Literal["draft", "open", "completed", "closed"] | None = None
    """
    The new status, in place of the one that would follow from lines, price and payments.
    """
    payments: list[PaymentAllocation] | None = None
    """
    The payments that pay this invoice, each at most once.
    """
    clients: list[int] | None = None
    """
    The ids of the clients that the invoice is for, each at most once.
    """


class InvoiceData(Model):
    """
    The invoice. A required field is null if it could not be read.
    """

    invoice_id: str | None = None
    """
    The practice's id of the invoice.
    """
    invoice_number: str | None
    """
    Number of the invoice.
    """
    invoice_date: str | None
    """
    Date of the invoice.
    """
    due_date: str | None = None
    """
    Date by which it is to be paid.
    """
    total_amount: Decimal | None
    """
    Total of the invoice.
    """
    currency: str | None
    """
    Currency, by its ISO 4217 code.
    """
    status: str | None = None
    """
    The practice's status of the invoice.
    """
    practice: Practice | None = None
    """
    The practice that wrote the invoice.
    """
    customer: CapturedCustomer
    """
    The customer of the invoice.
    """
    line_items: list[LineItem]
    """
    The lines of the invoice.
    """
    payments: list[Payment]
    """
    The payments made so far.
    """
    balance_due: Decimal | None = None
    """
    Total less payments: what is still to be paid.
    """


class InvoiceItem(Model):
    """
    One line of an invoice.
    """

    invoice_item_id: str | None = None
    """
    The line's id in the practice's system.
    """
    description: str | None = None
    """
    What was done or sold.
    """
    loss_date: str | date_aliased | AwareDatetime | None = None
    """
    When the treatment took place; without a time zone it is UTC.
    """
    quantity: Decimal | None = None
    """
    How many units; it may have decimals.
    """
    amount_charged: Decimal | None = None
    """
    The line's total, for all its units. Negative for a discount or a credit.
    """
    code_name: str | None = None
    """
    The practice's code for the item.
    """
    comments: str | None = None
    """
    Anything the practice notes about the line.
    """
    is_payment: bool | None = None
    """
    Whether the line is a payment by the owner and not a charge.
    """
    pet: Pet | None = None
    """
    The animal that the line is about.
    """


class InvoiceResponse(Model):
    """
    A completed request. `data` and `source` are missing if a lookup found no such invoice of the customer.
    """

    request_id: str
    """
    The id of the request.
    """
    status: Literal["completed"]
    """
    The request has completed.
    """
    completed_at: str
    """
    When the request ended, UTC.
    """
    source: Literal["PIMS", "OCR"] | None = None
    """
    `PIMS` if the data is the practice's own record of the invoice, `OCR` if it was read.
    """
    read_from: Literal["E_INVOICE", "OCR"] | None = None
    """
    `E_INVOICE` if the document was read from its data, `OCR` if from its pages; left out if there is no document.
    """
    validation_results: ValidationResults
    """
    All checks of the invoice.
    """
    data: InvoiceData | None = None
    """
    The invoice.
    """
    reading: ReadingBody | None = None
    """
    What was read from the document, and where; left out if there is no document.
    """


class IssuedDocument(Model):
    """
    An invoice or a credit note as it was issued. The amounts of a credit note are positive, too.
    """

    invoice_id: str
    """
    The id of the document, safe in a path.
    """
    number: str
    """
    The number of the document.
    """
    kind: Literal["INVOICE", "CREDIT_NOTE"]
    """
    `INVOICE` or `CREDIT_NOTE`.
    """
    order_id: str
    """
    The id of the order.
    """
    issued_at: str
    """
    When it was issued, in UTC.
    """
    currency: str
    """
    The currency of all amounts.
    """
    payable: Decimal
    """
    The amount to pay, or to pay back.
    """
    buyer_name: str
    """
    Who is billed: the first line of the address.
    """
    credited_invoice: DocumentReference | None = None
    """
    The invoice that a credit note credits; only credit notes have it.
    """
    invoice_date: str
    """
    The day of issue, in UTC.
    """
    net: Decimal
    """
    The sum of the lines.
    """
    tax: Decimal
    """
    The tax of all rates.
    """
    gross: Decimal
    """
    `net` and `tax`.
    """
    rounding: Decimal
    """
    What `payable` has more than `gross`.
    """
    lines: list[DocumentLine]
    """
    The entries, then fees, shipping and discounts of the order.
    """
    credit_notes: list[DocumentReference] | None = None
    """
    The credit notes for an invoice, the oldest first; absent if there are none.
    """
    reason: str | None = None
    """
    Why it was credited; only credit notes with a reason have it.
    """
    e_invoice: EInvoiceState
    """
    The document's e-invoices.
    """
    download_link: str
    """
    Downloads the PDF for 15 minutes, without a token.
    """


class JobBody(Model):
    """
    A job with one page of its orders.
    """

    job_status: Literal["IN_PROGRESS", "DONE"]
    """
    `IN_PROGRESS` while the job runs, `DONE` when every order has an outcome.
    """
    job_type: Literal["AUTOMATIC", "MANUAL"]
    """
    `MANUAL` for the orders that the request named, `AUTOMATIC` for the orders that were due.
    """
    orders: list[OrderBody]
    """
    The orders of this page, in the order of the job.
    """


class OfficeAccounts(Model):
    """
    How an office's bookings are made for DATEV.
    """

    consultant: str | int
    """
    The number of the tax adviser (Beraternummer).
    """
    client: str | int
    """
    The number of the adviser's client (Mandantennummer).
    """
    account_length: str | int | None = None
    """
    The digits of an account, 4 by default; a debtor's account has one more.
    """
    debtor_account: str | int
    """
    The account of all debtors.
    """
    revenue_accounts: list[RevenueAccount]
    """
    Where revenue is booked, by rate.
    """
    financial_year_start: str | None = None
    """
    The first day of the financial year, `01-01` by default.
    """
    currency: Literal["USD"] | None = None
    """
    The currency of all amounts; always `USD`.
    """
    payment_account: str | int | None = None
    """
    The bank or cash account of all payments. Without it, payments are not booked.
    """
    donation_account: str | int | None = None
    """
    Where donations are booked; needed for payments that have one.
    """


class OfficeRequest(Model):
    """
    A period to export as a table, or as bookings with accounts that the request names.
    """

    date_from: date_aliased
    """
    The first day, in UTC.
    """
    date_to: date_aliased
    """
    The last day, in UTC; at most a year after the first.
    """
    format: Literal["CSV", "XLSX", "DATEV"]
    """
    `CSV`, `XLSX` (Excel), or `DATEV` (a booking batch for DATEV Rechnungswesen).
    """
    datev: OfficeAccounts | None = None
    """
    How bookings are made: required with `DATEV`, and only there.
    """


class OutstandingInvoice(Model):
    """
    An invoice of which something is still owed.
    """

    id: int
    """
    The invoice's id.
    """
    invoice_number: str
    """
    The invoice's number.
    """
    invoice_date: str
    """
    The date of the invoice.
    """
    bill_to: str | None
    """
    The name or address that the invoice is made out to.
    """
    status: Literal["draft", "open", "completed", "closed"]
    """
    The state of the invoice: open or completed.
    """
    total_charged: Decimal | None
    """
    What the invoice charges, in dollars; null if the invoice is redacted.
    """
    total_paid: Decimal | None
    """
    What is paid of it, in dollars; null if the invoice is redacted.
    """
    balance: Decimal | None
    """
    What is still owed, in dollars; null if the invoice is redacted.
    """
    redacted: bool
    """
    Whether the invoice has a tag that the request does not name.
    """
    clients_who_owe: list[OwingClient]
    """
    The clients that the invoice is for.
    """


class OutstandingResults(Model):
    """
    The results of the report.
    """

    outstanding_summary: ReportSummary
    """
    The outstanding invoices together.
    """
    completed_summary: ReportSummary
    """
    The invoices that are paid, together.
    """
    clients_who_owe: list[ClientWhoOwes]
    """
    The clients of the outstanding invoices, the highest balance first; null balances last.
    """
    outstanding_invoices: list[OutstandingInvoice]
    """
    The outstanding invoices, the highest balance first; null balances last.
    """


class RefusedRequest(Model):
    """
    The body of a 4xx error.
    """

    error: BadRequest
    """
    What is wrong with the request.
    """


class ReviewBody(Model):
    """
    The review of a request. The `data` and `validationResults` of the request stay as they were.
    """

    state: Literal["pending", "approved", "rejected"]
    """
    `pending` until a person has decided; `approved` or `rejected` since then.
    """
    revision: int
    """
    How often the request was reviewed.
    """
    reviewed_at: str | None = None
    """
    When it was last reviewed.
    """
    reviewer: ReviewerBody | None = None
    """
    Who reviewed it last.
    """
    note: str | None = None
    """
    The note of the last reviewer.
    """
    data: InvoiceData | None = None
    """
    The invoice with all corrections; left out before a review.
    """
    changes: list[ChangeBody]
    """
    All changes, the oldest first.
    """


class ReviewConflict(Model):
    """
    The request was reviewed since you read it. Nothing was stored.
    """

    request_id: str
    """
    The id of the request.
    """
    status: Literal["failed"]
    """
    The request has failed.
    """
    completed_at: str
    """
    When the request ended, UTC.
    """
    error: CaptureErrorDetail
    """
    Why the request failed.
    """
    review: ReviewBody
    """
    The current review.
    """


class Word(Model):
    """
    One printed word.
    """

    text: str
    """
    The word as it was read.
    """
    box: WordBox
    """
    Its place on the page.
    """
    confidence: int
    """
    How sure the OCR is, from 0 to 100 percent.
    """


class AccountedRequest(Model):
    """
    A period to export as a table, or as bookings with accounts that the request names.
    """

    date_from: date_aliased
    """
    The first day, in UTC.
    """
    date_to: date_aliased
    """
    The last day, in UTC; at most a year after the first.
    """
    format: Literal["CSV", "XLSX", "DATEV"]
    """
    `CSV`, `XLSX` (Excel), or `DATEV` (a booking batch for DATEV Rechnungswesen).
    """
    datev: Accounts | None = None
    """
    How bookings are made: required with `DATEV`, and only there.
    """


class Invoice(Model):
    """
    One invoice of one practice, identified by the practice's id and its own.
    """

    id: str
    """
    The invoice's id in the practice's system; a push with the same id updates the invoice.
    """
    date: str | date_aliased | AwareDatetime
    """
    When the invoice was issued; without a time zone it is UTC.
    """
    invoice_created_at: str | date_aliased | AwareDatetime | None = None
    """
    When the invoice was entered in the practice's system.
    """
    invoice_updated_at: str | date_aliased | AwareDatetime | None = None
    """
    When the invoice last changed in the practice's system, at most two days in the future. The push with the latest time wins, in whatever order they arrive; without a time, the moment we accept the push counts.
    """
    invoice_number: str
    """
    The number printed on the invoice.
    """
    invoice_status: str | None = None
    """
    The invoice's status in the practice's system.
    """
    total: Decimal | None = None
    """
    The invoice's total. It need not equal the sum of the lines.
    """
    invoice_items: list[InvoiceItem] | None = None
    """
    The invoice's lines.
    """
    vet_practice: VetPractice
    pet_owner: PetOwner


class OutstandingReport(Model):
    """
    The report on the outstanding invoices of a period.
    """

    results: OutstandingResults
    """
    The results.
    """
    report_parameters: ReportParameters
    """
    The parameters.
    """


class PageWordsBody(Model):
    """
    The words of one page, in the order in which they are read.
    """

    page: int
    """
    The page, counted from 1.
    """
    words: list[Word]
    """
    The words.
    """


class RequestState(Model):
    """
    The state of a request. Once it has ended, its whole response is included.
    """

    request_id: str
    """
    The id of the request.
    """
    status: Literal["accepted", "processing", "completed", "failed"]
    """
    `completed` and `failed` are final. A failed request has an `error`.
    """
    began_at: str
    """
    When the request began, UTC.
    """
    pages: int | None = None
    """
    How many pages the document has, if that is known.
    """
    completed_at: str | None = None
    """
    When the request ended, UTC.
    """
    source: Literal["PIMS", "OCR"] | None = None
    """
    `PIMS` if the data is the practice's own record of the invoice, `OCR` if it was read.
    """
    read_from: Literal["E_INVOICE", "OCR"] | None = None
    """
    `E_INVOICE` if the document was read from its data, `OCR` if from its pages; left out if there is no document.
    """
    validation_results: ValidationResults | None = None
    """
    All checks of the invoice.
    """
    data: InvoiceData | None = None
    """
    The invoice.
    """
    reading: ReadingBody | None = None
    """
    What was read from the document, and where; left out if there is no document.
    """
    review: ReviewBody | None = None
    """
    What a person has decided and corrected; left out if there is no `data`.
    """
    error: CaptureErrorDetail | None = None
    """
    Why the request failed.
    """
    webhook: Webhook | None = None
    """
    The webhook of the request, if it was made with a `webhookUrl`.
    """


class Batch(Model):
    """
    Invoices of one or more practices.
    """

    invoices: list[Invoice]
    """
    1 to 1,000 invoices. One that breaks a rule refuses them all; each is at most 350 KB of JSON.
    """


Filters.model_rebuild()
