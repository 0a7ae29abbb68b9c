// Invoices as the rows of a table.
import { html } from "../library/view.js";
import { amount, day } from "../shell/language.js";
import { to } from "../shell/route.js";
import { cents, decimal } from "../parts/cents.js";
import { say } from "./words.js";

const COLOURS = { draft: "", open: "warn", completed: "good", closed: "" };

/** The amounts of the list: the words of each column, and its value. */
const AMOUNTS = [["total", ({ totalCharged }) => totalCharged], ["owed", owed]];

/** A table of invoices, with these columns of amounts. */
export function InvoiceTable({ title, invoices, amounts = AMOUNTS }) {
  return html`<div class="table" tabindex="0" role="region" aria-label=${title}>
    <table>
      <thead>
        <tr>
          <th scope="col">${say("number")}</th>
          <th scope="col">${say("date")}</th>
          <th scope="col">${say("bill_to")}</th>
          <th scope="col">${say("status")}</th>
          ${amounts.map(([name]) => html`<th scope="col" class="amount">${say(name)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${invoices.map((invoice) => html`<${Row} key=${invoice.id} invoice=${invoice} amounts=${amounts} />`)}
      </tbody>
    </table>
  </div>`;
}

function Row({ invoice, amounts }) {
  return html`<tr>
    <th scope="row"><a href=${to(["billing", "invoices", String(invoice.id)])}><bdi>${invoice.invoiceNumber}</bdi></a></th>
    <td class="nowrap">${day(invoice.invoiceDate)}</td>
    <td><bdi>${invoice.billTo ?? ""}</bdi></td>
    <td><${Status} status=${invoice.status} /></td>
    ${invoice.redacted
      ? html`<td class="amount quiet" colspan=${amounts.length}>${say("confidential")}</td>`
      : amounts.map(([, valueOf]) => html`<td class="amount">${amount(valueOf(invoice))}</td>`)}
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
