// One invoice: its form, its payments and its PDF. A redacted one is shown as such, with nothing to edit.
import { Fragment, html, useState } from "../library/view.js";
import { ListEnd, useList } from "../parts/list.js";
import { Loading } from "../parts/loading.js";
import { Notice } from "../parts/notice.js";
import { Viewer } from "../parts/viewer.js";
import { amount, day, moment, quantity } from "../shell/language.js";
import { go, to } from "../shell/route.js";
import { may } from "../shell/session.js";
import { Redacted, useConfidential } from "./confidential.js";
import { InvoiceForm } from "./invoice_form.js";
import { owed, Status } from "./invoice_table.js";
import { PaymentTable } from "./payment_table.js";
import { say } from "./words.js";

/** The page of an invoice, or of a new one (`id` "new"). */
export function InvoicePage({ id, tag }) {
  if (id !== "new") return html`<${Existing} id=${id} tag=${tag} />`;
  return html`<h1>${say("new_invoice")}</h1>
    <${InvoiceForm} isConfidential=${false} onSaved=${(saved) => go(["billing", "invoices", String(saved.id)], {}, true)} />`;
}

function Existing({ id, tag }) {
  const path = `api/invoices/${encodeURIComponent(id)}`;
  const read = useConfidential(path, tag);
  const [saved, setSaved] = useState({ body: null, count: 0 });
  const [isPrinted, print] = useState(false);
  const invoice = saved.body ?? read.body;
  if (!invoice) return html`<h1>${say("invoice")}</h1><${Loading} problem=${read.problem} onAgain=${read.again} />`;
  const isConfidential = read.isConfidential;
  const tags = isConfidential ? tag : "";
  const reload = () => (setSaved(({ count }) => ({ body: null, count: count + 1 })), read.again());
  return html`<${Fragment}>
    <h1>${say("invoice")} <bdi>${invoice.invoiceNumber}</bdi></h1>
    ${saved.body && html`<${Notice} kind="done">${say("saved")}<//>`}
    <${Summary} invoice=${invoice} />
    ${!invoice.redacted && html`<p class="actions">
      <button onClick=${() => print(true)}>${say("show_pdf")}</button>
      ${may("payments:write") && html`<a class="button" href=${to(["billing", "payments", "new"], { number: invoice.invoiceNumber })}>${say("new_payment")}</a>`}
    </p>`}
    ${invoice.redacted && html`<${Redacted} />`}
    ${!invoice.redacted && may("invoices:write") &&
    html`<${InvoiceForm} key=${`${invoice.lastUpdatedBy.timestamp} ${saved.count}`} invoice=${invoice} isConfidential=${isConfidential}
      onSaved=${(body) => (setSaved(({ count }) => ({ body, count: count + 1 })), scrollTo(0, 0))} onReload=${reload} />`}
    ${!invoice.redacted && !may("invoices:write") && html`<${Shown} invoice=${invoice} />`}
    ${may("payments:read") && html`<${Payments} path=${path} tags=${tag} />`}
    ${isPrinted && html`<${Viewer} title=${`${say("invoice")} ${invoice.invoiceNumber}`} path=${`${path}/pdfs`} query=${{ tags }}
      name=${`Invoice_${invoice.id}.pdf`} onClose=${() => print(false)} />`}
  <//>`;
}

function Summary({ invoice }) {
  const { fullName, timestamp } = invoice.lastUpdatedBy;
  return html`<p>
    <${Status} status=${invoice.status} /> ${day(invoice.invoiceDate)}
    ${!invoice.redacted && html` · ${say("paid")} ${amount(invoice.totalPaid)} · ${say("owed")} <strong>${amount(owed(invoice))}</strong>`}
    <br /><span class="quiet">${say("changed_by")} <bdi>${fullName}</bdi>, ${moment(timestamp)}</span>
  </p>`;
}

function Shown({ invoice }) {
  return html`<div class="card">
    <p><strong>${say("bill_to")}</strong><br /><bdi class="text">${invoice.billTo ?? ""}</bdi></p>
    <ul>${invoice.lineItems.map((line) => html`<li><bdi>${line.name}</bdi>: ${quantity(line.quantity)} × ${amount(line.rate)}</li>`)}</ul>
    <p><strong>${say("total")}</strong> ${amount(invoice.totalCharged)}</p>
    <p><strong>${say("note")}</strong><br /><bdi class="text">${invoice.clientNote}</bdi></p>
  </div>`;
}

function Payments({ path, tags }) {
  const list = useList(`${path}/payments`, { tags, limit: 50 });
  return html`<${Fragment}>
    <h2>${say("payments")}</h2>
    ${list.items?.length > 0 && html`<${PaymentTable} title=${say("payments")} payments=${list.items} />`}
    <${ListEnd} list=${list} empty=${say("no_payments")} />
  <//>`;
}
