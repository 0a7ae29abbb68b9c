// One invoice or credit note: its figures, its PDF and its e-invoices.
import { Fragment, html, useState } from "../library/view.js";
import { Loading } from "../parts/loading.js";
import { useRead } from "../parts/read.js";
import { Viewer } from "../parts/viewer.js";
import { amount, day } from "../shell/language.js";
import { to } from "../shell/route.js";
import { EInvoices } from "./document_e_invoices.js";
import { Lines } from "./document_lines.js";
import { SavePdf } from "./pdf.js";
import { base, mayManage } from "./shop.js";
import { say } from "./words.js";

/** The page of a document. */
export function OneDocument({ id }) {
  const path = `${base()}/invoices/${encodeURIComponent(id)}`;
  const { body: found, problem, again } = useRead(path);
  const [isViewed, view] = useState(false);
  if (!found) return html`<${Fragment}><h1>${say("document")}</h1><${Loading} problem=${problem} onAgain=${again} /><//>`;
  const hasData = found.eInvoice.formats.includes("factur-x");
  return html`<${Fragment}>
    <div class="title">
      <h1>${say(`kind_${found.kind}`)} <bdi>${found.number}</bdi></h1>
      <p class="actions">
        ${hasData && html`<button onClick=${() => view(true)}>${say("show_pdf")}</button>`}
        <${SavePdf} id=${id} number=${found.number} />
        ${mayManage() && isCreditable(found) && html`<a class="button" href=${to(["jobs", "invoices", id, "credit"])}>${say("credit")}</a>`}
      </p>
    </div>
    <${Facts} found=${found} />
    <h2>${say("lines")}</h2>
    <${Lines} found=${found} />
    <h2>${say("e_invoices")}</h2>
    <${EInvoices} found=${found} path=${`${path}/e-invoice`} />
    ${isViewed && html`<${Viewer} title=${`${say(`kind_${found.kind}`)} ${found.number}`} path=${`${path}/e-invoice`}
      query=${{ format: "factur-x" }} name=${`${found.number}.pdf`} onClose=${() => view(false)} />`}
  <//>`;
}

/** Whether something is left to credit. */
export function isCreditable({ kind, lines }) {
  return kind === "INVOICE" && lines.some(({ creditable: left }) => left && (Number(left.amount) !== 0 || Number(left.quantity ?? 0) !== 0));
}

function Facts({ found }) {
  return html`<dl class="card facts">
    <div><dt>${say("buyer")}</dt><dd><bdi>${found.buyerName}</bdi></dd></div>
    <div><dt>${say("date")}</dt><dd>${day(found.invoiceDate)}</dd></div>
    <div><dt>${say("order")}</dt><dd><a href=${to(["jobs", "invoices"], { orderId: found.orderId })}><bdi>${found.orderId}</bdi></a></dd></div>
    <div><dt>${say(found.kind === "INVOICE" ? "payable" : "credited")}</dt><dd><strong>${amount(found.payable, found.currency)}</strong></dd></div>
    ${found.creditedInvoice && html`<div><dt>${say("credited_invoice")}</dt><dd><${Reference} one=${found.creditedInvoice} /></dd></div>`}
    ${found.creditNotes?.length > 0 && html`<div><dt>${say("credit_notes")}</dt>
      <dd><ul class="inline">${found.creditNotes.map((one) => html`<li><${Reference} one=${one} /></li>`)}</ul></dd></div>`}
    ${found.reason && html`<div><dt>${say("reason")}</dt><dd><bdi>${found.reason}</bdi></dd></div>`}
  </dl>`;
}

function Reference({ one }) {
  return html`<a href=${to(["jobs", "invoices", one.invoiceId])}><bdi>${one.number}</bdi></a>`;
}
