// The lines of an invoice that can be credited, each with an input for how much of it.
import { html, useId } from "../library/view.js";
import { useTyped } from "../parts/amount_field.js";
import { amount, decimalsOf, quantity } from "../shell/language.js";
import { Description } from "./document_lines.js";
import { say } from "./words.js";

/** The table of the lines. `typed` and `problems` are by line id. */
export function CreditLines({ lines, typed, onTyped, problems, currency }) {
  const set = (line, value) => onTyped({ ...typed, [line.lineId]: value });
  return html`<div class="table" tabindex="0" role="region" aria-label=${say("lines")}><table>
    <thead><tr>
      <th scope="col">${say("description")}</th><th scope="col" class="amount">${say("left")}</th><th scope="col">${say("to_credit")}</th>
    </tr></thead>
    <tbody>${lines.map((line) => html`<tr key=${line.lineId}>
      <th scope="row"><${Description} line=${line} currency=${currency} /></th>
      <td class="amount">${line.isCounted ? quantity(line.creditable.quantity) : amount(line.creditable.amount, currency)}</td>
      <td><${Input} line=${line} currency=${currency} value=${typed[line.lineId] ?? ""} problem=${problems[line.lineId]} onValue=${(value) => set(line, value)} /></td>
    </tr>`)}</tbody>
  </table></div>`;
}

function Input({ line, value, currency, problem, onValue }) {
  const id = useId();
  const { onValue: onText, ...terms } = useTyped(value, onValue, line.isCounted ? 0 : decimalsOf(currency));
  const name = say(line.isCounted ? "quantity_of" : "amount_of", { name: line.description });
  const all = String(line.creditable.quantity ?? line.creditable.amount).replace(line.isCounted ? "" : "-", "");
  return html`<div class="chosen">
    <input size="8" aria-label=${name} ...${terms} aria-invalid=${problem ? "true" : undefined}
      aria-describedby=${problem ? id : undefined} onInput=${(event) => onText(event.target.value)} />
    <button type="button" class="plain" aria-label=${say("all_of", { name: line.description })} onClick=${() => onValue(all)}>${say("all")}</button>
    ${problem && html`<p class="wrong" id=${id}>${say(problem)}</p>`}
  </div>`;
}
