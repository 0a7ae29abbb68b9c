// An invoice as its form has it, and as it is sent.
import { cents, decimal } from "../parts/cents.js";
import { exactNumber } from "../parts/exact.js";
import { asSent, asTyped, faultsOf } from "./lines.js";
import { idsIn } from "./saving.js";
import { say } from "./words.js";

/** An invoice of the API, or none, as the form has it. */
export function typed(invoice) {
  return {
    invoiceNumber: invoice?.invoiceNumber ?? "",
    invoiceDate: invoice?.invoiceDate ?? "",
    billTo: invoice?.billTo ?? "",
    clients: (invoice?.clients ?? []).join(", "),
    status: invoice?.status ?? "draft",
    clientNote: invoice?.clientNote ?? "",
    totalCharged: invoice ? decimal(cents(invoice.totalCharged) ?? 0n) : "0.00",
    lines: (invoice?.lineItems ?? []).map(asTyped),
  };
}

/** The fields of the form as they are sent. */
export function sent(values) {
  return {
    invoiceNumber: values.invoiceNumber.trim(),
    invoiceDate: values.invoiceDate,
    billTo: values.billTo || null,
    clients: idsIn(values.clients) ?? [],
    status: values.status,
    clientNote: values.clientNote,
    totalCharged: exactNumber(decimal(cents(values.totalCharged) ?? 0n)),
    lineItems: values.lines.map(asSent),
  };
}

/** What the form finds wrong, in sentences. A new invoice gets its number and date by itself. */
export function faults(values, isNew) {
  return [
    !isNew && !values.invoiceNumber.trim() && say("fault_number"),
    !isNew && !values.invoiceDate && say("fault_date"),
    idsIn(values.clients) === null && say("fault_clients"),
    (cents(values.totalCharged) ?? -1n) < 0n && say("fault_total"),
    ...values.lines.flatMap(faultsOf),
  ].filter(Boolean);
}
