// The form of a payment with what it gives to invoices and as a donation.
import { html, useEffect, useRef, useState } from "../library/view.js";
import { AmountField } from "../parts/amount_field.js";
import { Attempts } from "../parts/attempt.js";
import { cents, decimal } from "../parts/cents.js";
import { exactNumber } from "../parts/exact.js";
import { Field } from "../parts/field.js";
import { Notice } from "../parts/notice.js";
import { call } from "../shell/request.js";
import { useUnsaved } from "../shell/route.js";
import { Allocations, sums } from "./allocations.js";
import { changedMeanwhile, changes, FormProblem, idsIn, KeepConfidential, Meanwhile, useSaving } from "./saving.js";
import { say } from "./words.js";

const METHODS = ["cash", "credit", "debit", "check", "other"];

/** The form for `payment` (none: a new one). `first` is the number of an invoice that it pays. */
export function PaymentForm({ payment, tag, first, isConfidential, onSaved, onReload }) {
  const [values, setValues] = useState(() => typed(payment));
  const [isKeptConfidential, keepConfidential] = useState(isConfidential);
  const tags = isKeptConfidential ? "immigration" : "";
  const saving = usePayment(payment, values, tags, isConfidential);
  const begun = useRef(values);
  const isDirty = textOf(values) !== textOf(begun.current) || isKeptConfidential !== isConfidential || saving.isOpen;
  useUnsaved(isDirty && !saving.saved, say("leave"));
  useEffect(() => void (saving.saved && onSaved(saving.saved)), [saving.saved]); // when nothing asks any more
  useNumbers(payment, tag, setValues);
  const set = (name) => (value) => setValues((before) => ({ ...before, [name]: value }));
  const save = (event) => {
    event?.preventDefault();
    saving.save(false);
  };
  return html`<form class="card" onSubmit=${save} noValidate>
    <${FormProblem} faults=${saving.faults} problem=${saving.problem} onAgain=${save} />
    ${saving.stored && html`<${Notice}>${say("payment_stored", { id: String(saving.stored.id) })}<//>`}
    <${Meanwhile} other=${saving.other} onTheirs=${onReload} onMine=${() => saving.save(true)} />
    <${Main} values=${values} set=${set} />
    <${Allocations} values=${values} onInvoices=${set("invoices")} onFinder=${set("finder")} tags=${tag} first=${first} />
    <${KeepConfidential} isKept=${isKeptConfidential} isFixed=${isConfidential} onKeep=${keepConfidential} />
    <p class="actions"><button class="main" disabled=${saving.isBusy}>${saving.isBusy ? say("being_saved") : say("save")}</button></p>
  </form>`;
}

function Main({ values, set }) {
  const methods = METHODS.map((name) => [name, say(`method_${name}`)]);
  const wrong = (text) => (text && cents(text) === null ? say("fault_amount") : undefined);
  return html`<div class="fields">
    <${Field} label=${say("date")} type="date" value=${values.paymentDate} onValue=${set("paymentDate")} required />
    <${AmountField} label=${say("amount")} value=${values.paymentAmount} onValue=${set("paymentAmount")}
      problem=${wrong(values.paymentAmount)} required />
    <${Field} label=${say("method")} value=${values.paymentType} onValue=${set("paymentType")} options=${methods} />
    <${AmountField} label=${say("donation")} hint=${say("donation_hint")} value=${values.donationAmount}
      problem=${wrong(values.donationAmount)} onValue=${set("donationAmount")} />
    <${Field} label=${say("payer")} value=${values.payerName} onValue=${set("payerName")} maxlength="255" />
    <${Field} label=${say("payer_clients")} hint=${say("client_hint")} value=${values.payerClientIds} onValue=${set("payerClientIds")} />
  </div>`;
}

/** All that a person has typed, also what cannot be sent. The numbers of invoices are read. */
function textOf({ invoices, ...values }) {
  return JSON.stringify([values, invoices.map(({ invoiceId, amount }) => [invoiceId, amount])]);
}

function typed(payment) {
  const shown = (value) => (value === null || value === undefined ? "" : decimal(cents(value) ?? 0n));
  return {
    paymentDate: payment ? payment.paymentDay : today(), // the API takes a day as it is, in any time zone
    paymentAmount: shown(payment?.paymentAmount),
    paymentType: payment?.paymentType ?? "cash",
    donationAmount: shown(payment?.donationAmount),
    payerName: payment?.payerName ?? "",
    payerClientIds: (payment?.payerClientIds ?? []).join(", "),
    finder: "", // the number of an invoice that is not added yet
    invoices: (payment?.invoices ?? []).map((one) => ({ invoiceId: one.invoiceId, number: String(one.invoiceId), owed: "", amount: shown(one.amount) })),
  };
}

function sent(values) {
  const exact = (text) => exactNumber(decimal(cents(text) ?? 0n));
  return {
    paymentDate: values.paymentDate,
    paymentAmount: exact(values.paymentAmount),
    paymentType: values.paymentType,
    donationAmount: cents(values.donationAmount) ? exact(values.donationAmount) : null,
    payerName: values.payerName.trim() || null,
    payerClientIds: idsIn(values.payerClientIds) ?? [],
    invoices: values.invoices.map((one) => ({ invoiceId: one.invoiceId, amount: exact(one.amount) })),
  };
}

function faultsOf(values) {
  const { rest } = sums(values);
  return [
    !values.paymentDate && say("fault_date"),
    !((cents(values.paymentAmount) ?? 0n) > 0n) && say("fault_payment_amount"),
    values.donationAmount && (cents(values.donationAmount) ?? -1n) < 0n && say("fault_donation"),
    idsIn(values.payerClientIds) === null && say("fault_clients"),
    ...values.invoices.map((one) => !((cents(one.amount) ?? 0n) > 0n) && say("fault_allocation", { number: one.number })),
    values.finder.trim() && say("fault_finder", { number: values.finder.trim() }),
    rest < 0n && say("too_much_short"),
  ].filter(Boolean);
}

/** Read the numbers of the invoices that a stored payment pays: it knows only their ids. */
function useNumbers(payment, tag, setValues) {
  useEffect(() => {
    payment?.invoices.forEach(async ({ invoiceId }) => {
      try {
        const { body } = await call(`api/invoices/${invoiceId}`, { query: { tags: tag } });
        const named = (one) => (one.invoiceId === invoiceId ? { ...one, number: body.invoiceNumber } : one);
        setValues((before) => ({ ...before, invoices: before.invoices.map(named) }));
      } catch {
        // the id stays in place of the number
      }
    });
  }, []);
}

/** `stored`: an earlier attempt has stored a payment after all, which is yet to be changed to what is typed now. */
function usePayment(payment, values, tags, isConfidential) {
  const created = useRef(null);
  created.current ??= { attempts: new Attempts(), body: null, tags: "" };
  const saving = useSaving({
    faultsOf: () => faultsOf(values),
    latest: () => changedMeanwhile(`api/payments/${payment?.id}`, payment, tags),
    store: () => (payment ? change(payment, values, tags, !isConfidential) : create(values, tags, created.current)),
  });
  return { ...saving, isOpen: created.current.attempts.isOpen, stored: created.current.body };
}

/** Create a payment. One that an earlier attempt has stored is changed to what is typed now: nothing is ever paid twice. */
async function create(values, tags, created) {
  if (!created.body) {
    const { body, isEarlier, query } = await created.attempts.send("api/payments", sent(values), { tags });
    if (!isEarlier) return body;
    Object.assign(created, { body, tags: query.tags });
  }
  const changed = await change(created.body, values, tags || created.tags, !created.tags);
  return { ...changed, isEarlier: true };
}

async function change(payment, values, tags, isOpen) {
  const body = changes(sent(typed(payment)), sent(values));
  if (tags && isOpen) body.paymentType = values.paymentType; // a change, also of nothing else, carries the tag
  if (!Object.keys(body).length) return payment;
  return (await call(`api/payments/${payment.id}`, { method: "PATCH", query: { tags }, body })).body;
}

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
