// What belongs to no client: invoices that charge something, and payments.
import { Fragment, html } from "../library/view.js";
import { ListEnd, useList } from "../parts/list.js";
import { InvoiceTable } from "./invoice_table.js";
import { PaymentTable } from "./payment_table.js";
import { say } from "./words.js";

/** The page of detached invoices and payments. */
export function Detached({ tag }) {
  const invoices = useList("api/detached-invoices", { limit: 50, tags: tag });
  const payments = useList("api/detached-payments", { limit: 50, tags: tag });
  return html`<${Fragment}>
    <h1>${say("detached")}</h1>
    <h2>${say("invoices")}</h2>
    ${invoices.items?.length > 0 && html`<${InvoiceTable} title=${say("invoices")} invoices=${invoices.items} />`}
    <${ListEnd} list=${invoices} empty=${say("none_detached")} />
    <h2>${say("payments")}</h2>
    ${payments.items?.length > 0 && html`<${PaymentTable} title=${say("payments")} payments=${payments.items} />`}
    <${ListEnd} list=${payments} empty=${say("none_detached")} />
  <//>`;
}
