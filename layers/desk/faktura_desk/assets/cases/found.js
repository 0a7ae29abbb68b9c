// The invoices that a search has found, as a table with the exact count.
import { Fragment, html } from "../library/view.js";
import { amount, day } from "../shell/language.js";
import { to } from "../shell/route.js";
import { Data } from "./data.js";
import { LIMIT } from "./use_found.js";
import { say } from "./words.js";

/** The table, and links to the pages before and after. `placeOf` gives the address of the page at an offset. */
export function Found({ found, offset, placeOf, isOneCase }) {
  const { items, count, isLoading } = found;
  if (!items) return isLoading ? html`<p class="quiet" role="status">${say("loading")}</p>` : null;
  const last = offset + items.length;
  return html`<${Fragment}>
    <p role="status">${isLoading ? say("loading") : count ? say("count", { from: offset + 1, to: last, count }) : say("none")}</p>
    ${items.length > 0 && html`<${Table} items=${items} isOneCase=${isOneCase} />`}
    ${(offset > 0 || last < count) && html`<nav class="actions" aria-label=${say("paging")}>
      ${offset > 0 && html`<a class="button" href=${placeOf(Math.max(0, offset - LIMIT))}>${say("newer")}</a>`}
      ${last < count && items.length > 0 && html`<a class="button" href=${placeOf(last)}>${say("older")}</a>`}
    </nav>`}
  <//>`;
}

function Table({ items, isOneCase }) {
  const hasMore = items.some(({ customData, details }) => customData || details);
  const columns = ["invoice", ...(isOneCase ? [] : ["case"]), "due", "state", ...(hasMore ? ["more"] : []), "net"];
  return html`<div class="table" tabindex="0" role="region" aria-label=${say("invoices")}><table>
    <thead><tr>${columns.map((name) => html`<th scope="col" class=${name === "net" ? "amount" : ""}>${say(name)}</th>`)}</tr></thead>
    <tbody>${items.map((one) => html`<tr key=${one.id}>
      <th scope="row"><bdi>${one.externalId}</bdi>
        ${one.type === "credit note" && html`<div class="hint">${say("type_credit_note")}
          ${one.linkedInvoice && html` ${say("of")} <bdi>${one.linkedInvoice.externalId}</bdi>`}</div>`}
      </th>
      ${!isOneCase && html`<td><a href=${to(["cases", "case", one.guid])}><bdi>${titleOf(one)}</bdi></a></td>`}
      <td class="nowrap">${day(one.dueDate)}</td>
      <td><span class="bools">
        <span class=${`badge ${one.isPaid ? "good" : "warn"}`}>${say(one.isPaid ? "paid" : "unpaid")}</span>
        ${one.isSent && html`<span class="badge">${say("sent")}</span>`}
        ${one.status && html`<span class="badge"><bdi>${one.status}</bdi></span>`}
      </span></td>
      ${hasMore && html`<td><${More} one=${one} /></td>`}
      <td class="amount">${amount(one.priceNet, one.currency ?? "")}</td>
    </tr>`)}</tbody>
  </table></div>`;
}

function More({ one }) {
  if (!one.customData && !one.details) return null;
  return html`<details><summary aria-label=${say("show_more_of", { number: one.externalId })}>${say("show_more")}</summary>
    ${one.details && html`<strong>${say("field_details")}</strong><${Data} value=${one.details} />`}
    ${one.customData && html`<strong>${say("field_customData")}</strong><${Data} value=${one.customData} />`}
  </details>`;
}

function titleOf({ case: about, guid }) {
  return typeof about?.plate === "string" && about.plate ? about.plate : guid;
}
