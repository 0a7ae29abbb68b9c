// The invoices and credit notes of the shop. The filters are part of the address.
import { Fragment, html, useEffect, useState } from "../library/view.js";
import { Field } from "../parts/field.js";
import { ListEnd, useList } from "../parts/list.js";
import { month } from "../parts/period.js";
import { amount, day } from "../shell/language.js";
import { go, to } from "../shell/route.js";
import { base } from "./shop.js";
import { say } from "./words.js";

const FILTERS = ["number", "orderId", "kind", "dateFrom", "dateTo"];

/** The list with its search. */
export function Documents({ query }) {
  const wanted = Object.fromEntries(FILTERS.map((name) => [name, query[name] ?? ""]));
  const list = useList(`${base()}/invoices`, { ...wanted, pageSize: 50 });
  return html`<${Fragment}>
    <h1>${say("documents")}</h1>
    <${Search} key=${JSON.stringify(wanted)} wanted=${wanted} />
    ${list.items?.length > 0 && html`<${Rows} items=${list.items} />`}
    <${ListEnd} list=${list} empty=${say("no_documents")} />
  <//>`;
}

function Search({ wanted }) {
  const [typed, setTyped] = useState(wanted);
  useEffect(() => setTyped(wanted), [JSON.stringify(wanted)]);
  const on = (name) => ({ value: typed[name], onValue: (value) => setTyped({ ...typed, [name]: value }) });
  const search = (terms) => go(["jobs", "invoices"], Object.fromEntries(Object.entries(terms).map(([name, value]) => [name, value.trim()])));
  const within = (back) => search({ ...typed, ...period(month(back)) });
  return html`<form class="search" role="search" onSubmit=${(event) => (event.preventDefault(), search(typed))}>
    <div class="fields">
      <${Field} label=${say("number")} ...${on("number")} maxlength="200" />
      <${Field} label=${say("order_number")} ...${on("orderId")} maxlength="128" />
      <${Field} label=${say("kind")} options=${["", "INVOICE", "CREDIT_NOTE"].map((one) => [one, say(`kind_${one || "all"}`)])} ...${on("kind")} />
      <${Field} label=${say("from")} type="date" ...${on("dateFrom")} />
      <${Field} label=${say("to")} type="date" ...${on("dateTo")} />
    </div>
    <p class="actions">
      <button class="main">${say("search")}</button>
      <button type="button" onClick=${() => within(0)}>${say("this_month")}</button>
      <button type="button" onClick=${() => within(1)}>${say("last_month")}</button>
      <a class="button plain" href=${to(["jobs", "invoices"])}>${say("show_all")}</a>
    </p>
  </form>`;
}

function period({ from, to: last }) {
  return { dateFrom: from, dateTo: last };
}

function Rows({ items }) {
  return html`<div class="table" tabindex="0" role="region" aria-label=${say("documents")}><table>
    <thead><tr>
      <th scope="col">${say("number")}</th><th scope="col">${say("kind")}</th><th scope="col">${say("date")}</th>
      <th scope="col">${say("buyer")}</th><th scope="col">${say("order")}</th><th scope="col" class="amount">${say("amount")}</th>
    </tr></thead>
    <tbody>${items.map((one) => html`<tr key=${one.invoiceId}>
      <th scope="row"><a href=${to(["jobs", "invoices", one.invoiceId])}><bdi>${one.number}</bdi></a></th>
      <td>${say(`kind_${one.kind}`)}</td>
      <td class="nowrap">${day(one.issuedAt)}</td>
      <td><bdi>${one.buyerName}</bdi></td>
      <td><a href=${to(["jobs", "invoices"], { orderId: one.orderId })}><bdi>${one.orderId}</bdi></a></td>
      <td class="amount">${amount(one.payable, one.currency)}</td>
    </tr>`)}</tbody>
  </table></div>`;
}
