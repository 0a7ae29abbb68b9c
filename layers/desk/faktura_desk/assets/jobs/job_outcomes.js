// What became of the orders of a job.
import { Fragment, html, useState } from "../library/view.js";
import { Field } from "../parts/field.js";
import { to } from "../shell/route.js";
import { SavePdf } from "./pdf.js";
import { say } from "./words.js";

const STEP = 100;
const LOOKS = { SUCCESS: "good", FAILURE: "bad", PENDING: "warn" };

/** The table of the orders, which can show only some outcomes. */
export function Outcomes({ orders }) {
  const [wanted, setWanted] = useState("");
  const [shown, setShown] = useState(STEP);
  if (!orders.length) return null;
  const found = wanted ? orders.filter(({ orderStatus }) => orderStatus === wanted) : orders;
  const options = ["", "SUCCESS", "FAILURE", "PENDING"].map((one) => [one, say(`outcome_${one || "all"}`)]);
  return html`<${Fragment}>
    <h2>${say("orders")}</h2>
    <div class="fields narrow"><${Field} label=${say("show")} options=${options} value=${wanted} onValue=${(one) => (setWanted(one), setShown(STEP))} /></div>
    ${found.length > 0 && html`<${Rows} orders=${found.slice(0, shown)} />`}
    ${!found.length && html`<p class="quiet" role="status">${say("no_orders")}</p>`}
    ${found.length > shown && html`<p><button onClick=${() => setShown(shown + STEP)}>${say("more", { count: found.length - shown })}</button></p>`}
  <//>`;
}

function Rows({ orders }) {
  return html`<div class="table" tabindex="0" role="region" aria-label=${say("orders")}><table>
    <thead><tr>
      <th scope="col">${say("order")}</th><th scope="col">${say("outcome")}</th>
      <th scope="col">${say("invoice")}</th><th scope="col">${say("message")}</th>
    </tr></thead>
    <tbody>${orders.map((order) => html`<tr key=${order.orderId}>
      <th scope="row"><a href=${to(["jobs", "invoices"], { orderId: order.orderId })}><bdi>${order.orderId}</bdi></a></th>
      <td><span class=${`badge ${LOOKS[order.orderStatus]}`}>${say(`outcome_${order.orderStatus}`)}</span></td>
      <td>${order.invoiceId && html`<${Fragment}>
        <a href=${to(["jobs", "invoices", order.invoiceId])}><bdi>${order.invoiceNumber}</bdi></a>${" "}
        <${SavePdf} id=${order.invoiceId} number=${order.invoiceNumber} isSmall />
      <//>`}</td>
      <td><bdi lang="en">${order.orderStatus === "SUCCESS" ? "" : order.message}</bdi></td>
    </tr>`)}</tbody>
  </table></div>`;
}
