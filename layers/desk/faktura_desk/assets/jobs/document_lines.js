// The lines of a document, and their sums.
import { html } from "../library/view.js";
import { amount, quantity } from "../shell/language.js";
import { say } from "./words.js";

/** The table of the lines, with the sums below. */
export function Lines({ found }) {
  const { currency } = found;
  const isRounded = Number(found.rounding) !== 0;
  const sums = [
    ["net", found.net],
    ["tax", found.tax],
    ...(isRounded ? [["gross", found.gross], ["rounding", found.rounding]] : []),
    [found.kind === "INVOICE" ? "payable" : "credited", found.payable],
  ];
  return html`<div class="table" tabindex="0" role="region" aria-label=${say("lines")}><table>
    <thead><tr>
      <th scope="col">${say("description")}</th><th scope="col" class="amount">${say("quantity")}</th>
      <th scope="col" class="amount">${say("unit_price")}</th><th scope="col" class="amount">${say("rate")}</th>
      <th scope="col" class="amount">${say("net")}</th>
    </tr></thead>
    <tbody>${found.lines.map((line) => html`<tr key=${line.lineId}>
      <th scope="row"><${Description} line=${line} currency=${currency} /></th>
      <td class="amount">${quantity(line.quantity)}</td>
      <td class="amount">${amount(line.unitPrice)}</td>
      <td class="amount">${line.rate === undefined ? "" : `${quantity(line.rate)} %`}</td>
      <td class="amount">${amount(line.net)}</td>
    </tr>`)}</tbody>
    <tfoot>${sums.map(([name, value], at) => html`<tr class=${at === sums.length - 1 ? "total" : ""}>
      <th scope="row" colspan="4" class="amount">${say(name)}</th><td class="amount">${amount(value, currency)}</td>
    </tr>`)}</tfoot>
  </table></div>`;
}

/** What a line is, with its item number and its discounts. */
export function Description({ line, currency }) {
  return html`<span class="described"><bdi>${line.description}</bdi>
    ${line.itemNumber && html`<span class="hint"><bdi>${line.itemNumber}</bdi></span>`}
    ${line.reductions?.map((one) => html`<span class="hint"><bdi>${one.reason}</bdi> ${amount(one.amount, currency)}</span>`)}
  </span>`;
}
