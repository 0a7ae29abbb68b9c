// Invoices as the rows of a table.
import { html } from "../library/view.js";
import { amount, day } from "../shell/language.js";
import { to } from "../shell/route.js";
import { cents, decimal } from "../parts/cents.js";
import { say } from "./words.js";

const COLOURS = { draft: "", open: "warn", completed: "good", closed: "" };

/** A table of invoices. */
export function InvoiceTable({ title, invoices }) {
  return html`<div class="table" tabindex="0" role="region" aria-label=${title}>
    <table>
      <thead>
        <tr>
          <th scope="col">${say("number")}</th>
          <th scope="col">${say("date")}</th>
          <th scope="col">${say("bill_to")}</th>
          <th scope="col">${say("status")}</th>
          <th scope="col" class="amount">${say("total")}</th>
          <th scope="col" class="amount">${say("owed")}</th>
        </tr>
      </thead>
      <tbody>
        ${invoices.map((invoice) => html`<${Row} key=${invoice.id} invoice=${invoice} />`)}
      </tbody>
    </table>
  </div>`;
}

function Row({ invoice }) {
  return html`<tr>
    <th scope="row"><a href=${to(["billing", "invoices", String(invoice.id)])}><bdi>${invoice.invoiceNumber}</bdi></a></th>
    <td>${day(invoice.invoiceDate)}</td>
    <td><bdi>${invoice.billTo ?? ""}</bdi></td>
    <td><${Status} status=${invoice.status} /></td>
    ${invoice.redacted
      ? html`<td class="amount quiet" colspan="2">${say("confidential")}</td>`
      : html`<td class="amount">${amount(invoice.totalCharged)}</td><td class="amount">${amount(owed(invoice))}</td>`}
  </tr>`;
}

/** The state of an invoice in words. */
export function Status({ status }) {
  return html`<span class=${`badge ${COLOURS[status] ?? ""}`}>${say(`status_${status}`)}</span>`;
}

/** What is still to be paid of an invoice, exactly. */
export function owed({ totalCharged, totalPaid }) {
  return decimal((cents(totalCharged) ?? 0n) - (cents(totalPaid) ?? 0n));
}
