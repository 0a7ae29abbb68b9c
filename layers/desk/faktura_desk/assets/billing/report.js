// The report on outstanding invoices of a period, with totals.
import { Fragment, html, useState } from "../library/view.js";
import { Field } from "../parts/field.js";
import { Loading } from "../parts/loading.js";
import { useRead } from "../parts/read.js";
import { amount, quantity } from "../shell/language.js";
import { go, to } from "../shell/route.js";
import { InvoiceTable } from "./invoice_table.js";
import { say } from "./words.js";

const AMOUNTS = [["total", ({ totalCharged }) => totalCharged], ["paid", ({ totalPaid }) => totalPaid], ["owed", ({ balance }) => balance]];

/** The report's page. The period is in the address. */
export function Report({ query, tag }) {
  const { start = "", end = "" } = query;
  const terms = new URLSearchParams(Object.entries({ start, end, tags: tag }).filter(([, value]) => value));
  const report = useRead(`api/reports/outstanding-invoices?${terms}`);
  return html`<${Fragment}>
    <h1>${say("report")}</h1>
    <${Period} key=${`${start} ${end}`} start=${start} end=${end} />
    ${report.body ? html`<${Results} results=${report.body.results} />` : html`<${Loading} problem=${report.problem} onAgain=${report.again} />`}
  <//>`;
}

function Period({ start, end }) {
  const [values, setValues] = useState({ start, end });
  const set = (name) => (value) => setValues((before) => ({ ...before, [name]: value }));
  const show = (event) => {
    event.preventDefault();
    go(["billing", "report"], values);
  };
  return html`<form class="search" onSubmit=${show}>
    <div class="fields">
      <${Field} label=${say("from")} type="date" value=${values.start} onValue=${set("start")} />
      <${Field} label=${say("to")} type="date" value=${values.end} onValue=${set("end")} />
    </div>
    <p class="actions"><button class="main">${say("show")}</button></p>
  </form>`;
}

function Results({ results }) {
  const { outstandingSummary, completedSummary, clientsWhoOwe, outstandingInvoices } = results;
  return html`<${Fragment}>
    <${Totals} rows=${[["outstanding", outstandingSummary], ["paid_invoices", completedSummary]]} />
    <h2>${say("outstanding")}</h2>
    ${outstandingInvoices.length ? html`<${InvoiceTable} title=${say("outstanding")} invoices=${outstandingInvoices} amounts=${AMOUNTS} />` : html`<p class="quiet">${say("none_outstanding")}</p>`}
    ${clientsWhoOwe.length > 0 && html`<h2>${say("who_owes")}</h2><${Clients} clients=${clientsWhoOwe} />`}
  <//>`;
}

function Totals({ rows }) {
  return html`<div class="table" tabindex="0" role="region" aria-label=${say("totals")}>
    <table>
      <thead>
        <tr>
          <th scope="col">${say("totals")}</th>
          <th scope="col" class="amount">${say("invoices")}</th>
          <th scope="col" class="amount">${say("total")}</th>
          <th scope="col" class="amount">${say("paid")}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, summary]) => html`<tr>
            <th scope="row">
              ${say(name)}
              ${summary.redactedInvoices > 0 && html`<br /><span class="hint">${say("left_out", { count: summary.redactedInvoices })}</span>`}
            </th>
            <td class="amount">${quantity(summary.invoices)}</td>
            <td class="amount">${amount(summary.totalCharged)}</td>
            <td class="amount">${amount(summary.totalPaid)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function Clients({ clients }) {
  return html`<div class="table" tabindex="0" role="region" aria-label=${say("who_owes")}>
    <table>
      <thead>
        <tr><th scope="col">${say("client_number")}</th><th scope="col" class="amount">${say("owed")}</th></tr>
      </thead>
      <tbody>
        ${clients.map(
          ({ clientId, balance, redacted }) => html`<tr key=${clientId}>
            <th scope="row"><a href=${to(["billing", "clients", String(clientId)])}>${clientId}</a></th>
            <td class="amount">${redacted ? html`<span class="quiet">${say("confidential")}</span>` : amount(balance)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
