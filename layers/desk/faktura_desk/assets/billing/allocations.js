// What a payment gives to invoices: it adds up while one types, in whole cents.
import { html, useEffect, useRef, useState } from "../library/view.js";
import { AmountField } from "../parts/amount_field.js";
import { cents, decimal } from "../parts/cents.js";
import { Field } from "../parts/field.js";
import { Failure, Notice } from "../parts/notice.js";
import { amount } from "../shell/language.js";
import { call } from "../shell/request.js";
import { owed } from "./invoice_table.js";
import { say } from "./words.js";

/** `{ used, rest }` of a payment in cents; `rest` is negative when more is given than was paid. */
export function sums({ paymentAmount, donationAmount, invoices }) {
  const used = invoices.reduce((sum, one) => sum + (cents(one.amount) ?? 0n), 0n) + (cents(donationAmount) ?? 0n);
  return { used, rest: (cents(paymentAmount) ?? 0n) - used };
}

/** The invoices of a payment with what each gets, and a field that adds one by its number. `first` is added at once. */
export function Allocations({ values, onInvoices, onFinder, tags, first }) {
  const { invoices } = values;
  const list = useRef();
  const add = (invoice) => {
    if (invoices.some((one) => one.invoiceId === invoice.id)) return;
    const { rest } = sums(values);
    const open = invoice.redacted ? 0n : cents(owed(invoice));
    const given = open > 0n ? (values.paymentAmount && rest < open ? (rest > 0n ? rest : 0n) : open) : 0n;
    onInvoices([...invoices, { invoiceId: invoice.id, number: invoice.invoiceNumber, owed: invoice.redacted ? "" : owed(invoice), amount: given ? decimal(given) : "" }]);
  };
  const set = (id, text) => onInvoices(invoices.map((one) => (one.invoiceId === id ? { ...one, amount: text } : one)));
  const remove = (id) => {
    onInvoices(invoices.filter((one) => one.invoiceId !== id));
    list.current.querySelector(".finder input")?.focus();
  };
  return html`<fieldset class="lines" ref=${list}>
    <legend>${say("allocations")}</legend>
    ${invoices.map(
      (one) => html`<div class="allocation" key=${one.invoiceId}>
        <${AmountField} label=${html`${say("invoice")} <bdi>${one.number}</bdi>`} hint=${one.owed === "" ? undefined : say("is_owed", { sum: amount(one.owed) })}
          value=${one.amount} onValue=${(text) => set(one.invoiceId, text)}
          problem=${one.amount && !((cents(one.amount) ?? 0n) > 0n) ? say("fault_amount") : undefined} />
        <button type="button" class="danger" aria-label=${say("remove_invoice", { number: one.number })} onClick=${() => remove(one.invoiceId)}>${say("remove")}</button>
      </div>`,
    )}
    <${Finder} number=${values.finder} onNumber=${onFinder} onFound=${add} tags=${tags} first=${first} />
    <${Sums} values=${values} />
  </fieldset>`;
}

function Finder({ number, onNumber, onFound, tags, first }) {
  const [state, setState] = useState({});
  const find = async (wanted) => {
    if (!wanted.trim()) return;
    setState({ isBusy: true });
    try {
      const { body } = await call("api/invoices", { query: { number: wanted.trim(), tags } });
      setState(body.length ? {} : { missing: wanted });
      if (body.length) {
        onFound(body[0]);
        onNumber("");
      }
    } catch (problem) {
      setState({ problem });
    }
  };
  useEffect(() => void (first && find(first)), []);
  const onKey = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    find(number);
  };
  return html`<div class="finder">
    <div class="allocation">
      <${Field} label=${say("invoice_number")} value=${number} onValue=${onNumber} onKeyDown=${onKey} maxlength="64"
        problem=${state.missing ? say("no_such_number", { number: state.missing }) : undefined} />
      <button type="button" disabled=${state.isBusy} onClick=${() => find(number)}>${say("add_invoice")}</button>
    </div>
    ${state.problem && html`<${Failure} problem=${state.problem} onAgain=${() => find(number || first)} />`}
  </div>`;
}

function Sums({ values }) {
  const { used, rest } = sums(values);
  const text = say("sums", { used: amount(decimal(used)), rest: amount(decimal(rest < 0n ? -rest : rest)) });
  if (rest < 0n) return html`<${Notice} kind="problem">${say("too_much", { over: amount(decimal(-rest)) })}<//>`;
  return html`<p role="status">${text}</p>`;
}
