// The invoices and payments of one client.
import { Fragment, html, useState } from "../library/view.js";
import { Field } from "../parts/field.js";
import { ListEnd, useList } from "../parts/list.js";
import { go } from "../shell/route.js";
import { InvoiceTable } from "./invoice_table.js";
import { PaymentTable } from "./payment_table.js";
import { say } from "./words.js";

/** The choice of a client, and the client's invoices and payments. */
export function ClientPage({ id, tag }) {
  const [wanted, setWanted] = useState(id);
  const show = (event) => {
    event.preventDefault();
    if (wanted) go(["billing", "clients", wanted.trim()]);
  };
  return html`<${Fragment}>
    <h1>${id ? say("client", { id }) : say("clients")}</h1>
    <form class="search" role="search" onSubmit=${show}>
      <div class="fields">
        <${Field} label=${say("client_number")} inputmode="numeric" required value=${wanted} onValue=${setWanted} />
      </div>
      <p class="actions"><button class="main">${say("show")}</button></p>
    </form>
    ${id && html`<${Lists} key=${id} id=${id} tag=${tag} />`}
  <//>`;
}

function Lists({ id, tag }) {
  const path = `api/clients/${encodeURIComponent(id)}`;
  const invoices = useList(`${path}/invoices`, { limit: 50, tags: tag });
  const payments = useList(`${path}/payments`, { limit: 50, tags: tag });
  return html`<${Fragment}>
    <h2>${say("invoices")}</h2>
    ${invoices.items?.length > 0 && html`<${InvoiceTable} title=${say("invoices")} invoices=${invoices.items} />`}
    <${ListEnd} list=${invoices} />
    <h2>${say("payments")}</h2>
    ${payments.items?.length > 0 && html`<${PaymentTable} title=${say("payments")} payments=${payments.items} />`}
    <${ListEnd} list=${payments} />
  <//>`;
}
