// The search for invoices. The filters are in the address.
import { Fragment, html, useState } from "../library/view.js";
import { Field } from "../parts/field.js";
import { ListEnd, useList } from "../parts/list.js";
import { go, to } from "../shell/route.js";
import { may } from "../shell/session.js";
import { InvoiceTable } from "./invoice_table.js";
import { say } from "./words.js";

const FILTERS = ["number", "billTo", "status", "from", "to"];
const STATES = ["draft", "open", "completed", "closed"];

/** The page of all invoices that meet the filters. */
export function Invoices({ query, tag }) {
  const wanted = Object.fromEntries(FILTERS.map((name) => [name, query[name] ?? ""]));
  const list = useList("api/invoices", { ...wanted, limit: 50, tags: tag });
  return html`<${Fragment}>
    <h1>${say("invoices")}</h1>
    <${Search} key=${JSON.stringify(wanted)} wanted=${wanted} />
    ${may("invoices:write") &&
    html`<p class="actions">
      <a class="button" href=${to(["billing", "invoices", "new"])}>${say("new_invoice")}</a>
      ${may("payments:write") && html`<a class="button" href=${to(["billing", "payments", "new"])}>${say("new_payment")}</a>`}
    </p>`}
    ${list.items?.length > 0 && html`<${InvoiceTable} title=${say("invoices")} invoices=${list.items} />`}
    <${ListEnd} list=${list} empty=${say("none_found")} />
  <//>`;
}

function Search({ wanted }) {
  const [values, setValues] = useState(wanted);
  const set = (name) => (value) => setValues((before) => ({ ...before, [name]: value }));
  const search = (event) => {
    event.preventDefault();
    go(["billing", "invoices"], values);
  };
  const states = [["", say("any_status")], ...STATES.map((name) => [name, say(`status_${name}`)])];
  return html`<form class="search" role="search" onSubmit=${search}>
    <div class="fields">
      <${Field} label=${say("number")} value=${values.number} onValue=${set("number")} maxlength="64" />
      <${Field} label=${say("bill_to")} value=${values.billTo} onValue=${set("billTo")} maxlength="200" />
      <${Field} label=${say("status")} value=${values.status} onValue=${set("status")} options=${states} />
      <${Field} label=${say("from")} type="date" value=${values.from} onValue=${set("from")} />
      <${Field} label=${say("to")} type="date" value=${values.to} onValue=${set("to")} />
    </div>
    <p class="actions">
      <button class="main">${say("search")}</button>
      <button type="button" onClick=${() => go(["billing", "invoices"])}>${say("clear")}</button>
    </p>
  </form>`;
}
