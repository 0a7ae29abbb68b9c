// Payments as the rows of a table.
import { html } from "../library/view.js";
import { amount, day } from "../shell/language.js";
import { to } from "../shell/route.js";
import { say } from "./words.js";

/** A table of payments. */
export function PaymentTable({ title, payments }) {
  return html`<div class="table" tabindex="0" role="region" aria-label=${title}>
    <table>
      <thead>
        <tr>
          <th scope="col">${say("payment")}</th>
          <th scope="col">${say("date")}</th>
          <th scope="col">${say("payer")}</th>
          <th scope="col">${say("method")}</th>
          <th scope="col" class="amount">${say("amount")}</th>
        </tr>
      </thead>
      <tbody>
        ${payments.map(
          (payment) => html`<tr key=${payment.id}>
            <th scope="row"><a href=${to(["billing", "payments", String(payment.id)])}>${payment.id}</a></th>
            <td class="nowrap">${day(payment.paymentDay)}</td>
            <td><bdi>${payment.payerName ?? ""}</bdi></td>
            <td>${say(`method_${payment.paymentType}`)}</td>
            <td class="amount">${payment.redacted ? html`<span class="quiet">${say("confidential")}</span>` : amount(payment.paymentAmount)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
