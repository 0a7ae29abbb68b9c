// The line items: what was charged. A person may look at them or correct them as a whole.
import { html, useState } from "../library/view.js";
import { useTyped } from "../parts/amount_field.js";
import { amount, quantity } from "../shell/language.js";
import { checksOf } from "./checks.js";
import { linesOf } from "./draft.js";
import { say } from "./words.js";
import { isSame, jsonOf, read, sumOf } from "./values.js";

const COLUMNS = [["description", "text"], ["quantity", "amount"], ["unitPrice", "amount"], ["totalPrice", "amount"]];
const KEPT = { isTyped: true, mark: "." };

/** The line items of the document, with what was printed where each line can be shown on the page. */
export function Lines({ review, selected, onSelect }) {
  const [isOpen, setOpen] = useState(false);
  const { state, base, draft } = review;
  const lines = draft.lineItems?.value ?? linesOf(base);
  const failed = checksOf(state, "lineItems").filter(({ status }) => status === "failed");
  const end = () => (setOpen(false), review.undo("lineItems"));
  return html`<section class="lines" aria-labelledby="lines">
    <h2 id="lines">${say("field_lineItems")} <span class="quiet">${lines.length}</span></h2>
    ${failed.map(({ message }) => html`<p class="failure"><strong>${say("check_fails")}</strong> <bdi lang="en">${message}</bdi></p>`)}
    ${isOpen ? html`<${Editor} review=${review} />` : lines.length > 0 && html`<${Table} ...${{ lines, state, selected, onSelect }} />`}
    <${Sum} lines=${lines} base=${{ ...base, ...review.corrections }} />
    <p class="actions">
      ${!isOpen && html`<button class="small" onClick=${() => setOpen(true)}>${say("correct_lines")}</button>`}
      ${isOpen && html`<button class="small" onClick=${() => setOpen(false)}>${say("done")}</button>`}
      ${draft.lineItems && html`<button class="small" onClick=${end} aria-label=${say("undo_of", { field: say("field_lineItems") })}>${say("undo")}</button>`}
    </p>
    ${draft.lineItems?.problem && html`<p class="wrong" role="status">${say("lines_unreadable")}</p>`}
  </section>`;
}

function Table({ lines, state, selected, onSelect }) {
  const places = state.source === "OCR" ? (state.reading?.lineItems ?? []) : [];
  return html`<div class="table" tabindex="0" role="region" aria-label=${say("field_lineItems")}><table>
    <thead><tr>${COLUMNS.map(([name, kind]) => html`<th scope="col" class=${kind}>${say(name)}</th>`)}</tr></thead>
    <tbody>${lines.map((line, index) => html`<tr class=${selected === `line ${index}` ? "selected" : ""}>
      <td>${places[index]?.box ? html`<button class="plain line" onClick=${() => onSelect(`line ${index}`)}><bdi>${line.description || "–"}</bdi></button>` : html`<bdi>${line.description || "–"}</bdi>`}</td>
      <td class="amount">${quantity(line.quantity)}</td>
      <td class="amount">${amount(line.unitPrice)}</td>
      <td class="amount">${amount(line.totalPrice)}</td>
    </tr>`)}</tbody>
  </table></div>`;
}

/** What the lines add up to, exactly, beside the total. */
function Sum({ lines, base }) {
  const sum = sumOf(lines.map((line) => line.totalPrice ?? "0"));
  if (!lines.length || sum === null) return null;
  const agrees = isSame("amount", sum, base.totalAmount);
  return html`<p class="quiet">${say(agrees ? "lines_agree" : "lines_differ", { sum: amount(sum, base.currency ?? "") })}</p>`;
}

function Editor({ review }) {
  const [rows, setRows] = useState(() => (review.draft.lineItems?.rows ?? linesOf(review.base).map(rowOf)));
  const put = (next) => {
    setRows(next);
    review.change("lineItems", entryOfLines(next));
  };
  const change = (at, name, text) => put(rows.map((row, index) => (index === at ? { ...row, [name]: text } : row)));
  return html`<div class="table"><table class="editor">
    <thead><tr>${COLUMNS.map(([name, kind]) => html`<th scope="col" class=${kind}>${say(name)}</th>`)}<td></td></tr></thead>
    <tbody>${rows.map((row, at) => html`<tr key=${row.key}>
      ${COLUMNS.map(([name, kind]) => html`<td><${kind === "amount" ? Amount : Text} label=${say("line_input", { line: at + 1, field: say(name) })}
        value=${row[name]} isWrong=${isBad(row, name, kind)} least=${name === "quantity" ? 0 : 2} onValue=${(value) => change(at, name, value)} /></td>`)}
      <td><button class="small" aria-label=${say("remove_line", { line: at + 1 })} onClick=${() => put(rows.filter((_, index) => index !== at))}>✕</button></td>
    </tr>`)}</tbody>
  </table>
  <p><button class="small" onClick=${() => put([...rows, rowOf({})])}>${say("add_line")}</button></p></div>`;
}

function Text({ label, value, isWrong, onValue }) {
  return html`<input class="text" aria-label=${label} value=${value} aria-invalid=${isWrong ? "true" : undefined} onInput=${(event) => onValue(event.target.value)} />`;
}

function Amount({ label, value, isWrong, least, onValue }) {
  const { onValue: onText, ...terms } = useTyped(value, onValue, least);
  return html`<input class="amount" aria-label=${label} aria-invalid=${isWrong ? "true" : undefined} ...${terms} onInput=${(event) => onText(event.target.value)} />`;
}

let keys = 0;

/** A line as the editor has it: its texts, and its amounts as parts/typed.js keeps them. */
function rowOf(line) {
  const texts = COLUMNS.map(([name]) => [name, String(line[name] ?? "")]);
  return { ...Object.fromEntries(texts), line, key: ++keys };
}

/** The lines as a correction has them; a line keeps what is not on the page. */
function entryOfLines(rows) {
  const isWrong = rows.some((row) => COLUMNS.some(([name, kind]) => isBad(row, name, kind)));
  const value = rows.map((row) => {
    const values = COLUMNS.map(([name, kind]) => [name, jsonOf(kind, read(kind, row[name], KEPT).value)]);
    const given = Object.fromEntries(values.filter(([name, one]) => one !== null || name === "description"));
    return { ...row.line, quantity: undefined, unitPrice: undefined, ...given, description: given.description ?? "" };
  });
  return { rows, value: value.map((line) => JSON.parse(JSON.stringify(line))), problem: isWrong ? "unreadable" : "" };
}

function isBad(row, name, kind) {
  const { value, problem } = read(kind, row[name], KEPT);
  return problem === "unreadable" || (name === "totalPrice" && value === null);
}
