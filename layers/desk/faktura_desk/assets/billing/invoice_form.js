// The form of an invoice. A new one is created and then filled; an old one is changed in what was changed here.
import { html, useEffect, useRef, useState } from "../library/view.js";
import { cents, decimal } from "../parts/cents.js";
import { AmountField } from "../parts/amount_field.js";
import { Attempts } from "../parts/attempt.js";
import { Field } from "../parts/field.js";
import { Notice } from "../parts/notice.js";
import { amount } from "../shell/language.js";
import { call, Problem } from "../shell/request.js";
import { to, useUnsaved } from "../shell/route.js";
import { faults, sent, typed } from "./invoice_values.js";
import { Lines, subtotal } from "./lines.js";
import { changedMeanwhile, changes, FormProblem, KeepConfidential, Meanwhile, useSaving } from "./saving.js";
import { say } from "./words.js";

const STATES = ["draft", "open", "completed", "closed"];

/** The form for `invoice` (none: a new one). `onSaved` gets the saved invoice, `onReload` reads it anew. */
export function InvoiceForm({ invoice, isConfidential, onSaved, onReload }) {
  const [values, setValues] = useState(() => typed(invoice));
  const [isKeptConfidential, keepConfidential] = useState(isConfidential);
  const saving = useInvoice(invoice, values, isKeptConfidential ? "immigration" : "");
  const begun = useRef(values);
  const isDirty = JSON.stringify(values) !== JSON.stringify(begun.current) || isKeptConfidential !== isConfidential || saving.isOpen;
  useUnsaved(isDirty && !saving.saved, say("leave"));
  useEffect(() => void (saving.saved && onSaved(saving.saved)), [saving.saved]); // when nothing asks any more
  const set = (name) => (value) => setValues((before) => ({ ...before, [name]: value }));
  const save = (event) => {
    event?.preventDefault();
    saving.save(false);
  };
  return html`<form class="card" onSubmit=${save} noValidate>
    <${FormProblem} faults=${saving.faults} problem=${saving.problem} onAgain=${save} />
    ${saving.draft && saving.problem && html`<${Notice}>
      ${say("draft_exists", { number: saving.draft.invoiceNumber })} <a href=${to(["billing", "invoices", String(saving.draft.id)])}>${say("show")}</a>
    <//>`}
    <${Meanwhile} other=${saving.other} onTheirs=${onReload} onMine=${() => saving.save(true)} />
    <${Main} values=${values} set=${set} isNew=${!invoice} />
    <${Lines} lines=${values.lines} onLines=${(lines) => setValues((before) => withLines(before, lines))} />
    <${Total} values=${values} onTotal=${set("totalCharged")} />
    <${Field} label=${say("note")} rows="3" value=${values.clientNote} onValue=${set("clientNote")} maxlength="10000" />
    <${KeepConfidential} isKept=${isKeptConfidential} isFixed=${isConfidential} onKeep=${keepConfidential} />
    <p class="actions"><button class="main" disabled=${saving.isBusy}>${saving.isBusy ? say("being_saved") : say("save")}</button></p>
  </form>`;
}

function Main({ values, set, isNew }) {
  const states = STATES.map((name) => [name, say(`status_${name}`)]);
  const hint = isNew ? say("given_by_itself") : undefined;
  return html`<div class="fields">
    <${Field} label=${say("number")} hint=${hint} value=${values.invoiceNumber} onValue=${set("invoiceNumber")} maxlength="64" />
    <${Field} label=${say("date")} hint=${hint} type="date" value=${values.invoiceDate} onValue=${set("invoiceDate")} />
    <${Field} label=${say("status")} value=${values.status} onValue=${set("status")} options=${states} />
    <${Field} label=${say("clients")} hint=${say("client_hint")} value=${values.clients} onValue=${set("clients")} />
    <${Field} label=${say("bill_to")} rows="3" value=${values.billTo} onValue=${set("billTo")} maxlength="2000" />
  </div>`;
}

function Total({ values, onTotal }) {
  const lines = subtotal(values.lines);
  const total = cents(values.totalCharged);
  const rest = (total ?? lines) - lines;
  const kind = rest < 0n ? "discount" : rest > 0n ? "surcharge" : "no_discount";
  return html`<div class="fields total">
    <p><span class="quiet">${say("lines_sum")}</span><br /><strong>${amount(decimal(lines))}</strong></p>
    <${AmountField} label=${say("total")} value=${values.totalCharged} onValue=${onTotal}
      problem=${total === null ? say("fault_total") : undefined} />
    <p role="status"><span class="quiet">${say(kind)}</span><br /><strong>${rest ? amount(decimal(rest < 0n ? -rest : rest)) : ""}</strong></p>
  </div>`;
}

/** New lines; a total that was their sum stays their sum. */
function withLines(values, lines) {
  const follows = cents(values.totalCharged) === subtotal(values.lines);
  return { ...values, lines, totalCharged: follows ? decimal(subtotal(lines)) : values.totalCharged };
}

function useInvoice(invoice, values, tags) {
  const created = useRef(null);
  created.current ??= { attempts: new Attempts(), body: null, tags: "" };
  const saving = useSaving({
    faultsOf: () => faults(values, !invoice),
    latest: () => changedMeanwhile(`api/invoices/${invoice?.id}`, invoice, invoice?.redacted ? "" : tags),
    store: async () => {
      if (invoice) return change(invoice, values, tags, false);
      if (!created.current.body) await refuseTaken(values.invoiceNumber.trim());
      const draft = (created.current.body ??= await create(tags, created.current));
      return change(draft, values, tags || created.current.tags, true);
    },
  });
  return { ...saving, isOpen: created.current.attempts.isOpen, draft: created.current.body };
}

/** A number that is taken is told before anything is created. */
async function refuseTaken(number) {
  if (!number) return;
  const { body } = await call("api/invoices", { query: { number } });
  if (body.length) throw new Problem("refused", [say("fault_taken", { number })]);
}

/** A draft, which is then filled. An earlier attempt may have created it, with or without the tag. */
async function create(tags, created) {
  const { body, query } = await created.attempts.send("api/invoices", undefined, { tags });
  created.tags = query.tags;
  return body;
}

async function change(invoice, values, tags, isNew) {
  const wanted = sent(values);
  if (isNew && !wanted.invoiceNumber) wanted.invoiceNumber = invoice.invoiceNumber;
  if (isNew && !wanted.invoiceDate) wanted.invoiceDate = invoice.invoiceDate;
  const body = changes(sent(typed(invoice)), wanted);
  if (!Object.keys(body).length && !tags) return invoice;
  if (!Object.keys(body).length) body.clientNote = wanted.clientNote;
  return (await call(`api/invoices/${invoice.id}`, { method: "PATCH", query: { tags }, body })).body;
}
