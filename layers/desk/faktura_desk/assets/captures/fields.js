// The fields of a document: each with its value, what is printed, how sure the reading is, its failed checks and its correction.
import { html, useId } from "../library/view.js";
import { checksOf } from "./checks.js";
import { correctionsOf, entryOf, FIELDS, inputOf, OWNER, textOf, valueOf } from "./draft.js";
import { say } from "./words.js";

/** The fields on the page: the seven of every invoice, and the pet owner's that the data has. */
export function fieldsOf(state) {
  const owner = OWNER.filter(({ name }) => valueOf(state.data, name) !== null);
  return [...FIELDS, ...owner].map((field) => ({ ...field, title: say(`field_${field.name}`), read: state.reading?.[field.reading] }));
}

/** How a field looks: "bad" if a check failed, "warn" if a person should look, else "good". */
export function toneOf(state, field) {
  if (failedOf(state, field).length) return "bad";
  return field.read && !field.read.vouchedFor ? "warn" : "good";
}

/** The inputs of the fields. `review` is that of review_state.js. */
export function Fields({ review, fields, selected, onSelect, onPick }) {
  return html`<ol class="values">
    ${fields.map((field, index) => html`<${Row} key=${field.name} ...${{ review, field, index, onSelect, onPick }} isSelected=${field.name === selected} />`)}
  </ol>`;
}

function Row({ review, field, index, isSelected, onSelect, onPick }) {
  const id = useId();
  const { state, base, draft, hints } = review;
  const entry = draft[field.name];
  const given = valueOf(base, field.name);
  const isChanged = entry && field.name in correctionsOf({ [field.name]: entry }, base);
  const failed = failedOf(state, field);
  const change = (event) => review.change(field.name, entryOf(field, event.target.value, hints));
  const tidy = () => entry?.value != null && review.tidy(field.name, inputOf(field.kind, entry.value));
  const said = ["problem", "was", "failed", "printed"].map((part) => `${id}-${part}`).join(" ");
  return html`<li class=${`value ${toneOf(state, field)}${isSelected ? " selected" : ""}`} onClick=${() => onSelect(field.name)}>
    <label for=${id}>${index < 9 && html`<kbd aria-hidden="true">${index + 1}</kbd>`} ${field.title}</label>
    <div class="entry">
      <input id=${id} data-input=${field.name} value=${entry ? entry.text : inputOf(field.kind, given)} autocomplete="off" spellcheck=${false}
        inputmode=${field.kind === "amount" ? "decimal" : undefined} aria-describedby=${said} aria-invalid=${isWrong(entry) ? "true" : undefined}
        onFocus=${() => onSelect(field.name)} onInput=${change} onBlur=${tidy} />
      ${isSelected && state.pages !== 0 && html`<button class="small" onClick=${onPick}>${say("pick")}</button>`}
    </div>
    <p id=${`${id}-problem`} class="wrong" role="status">${entry?.problem && say(`value_${entry.problem}_${field.kind}`, { text: entry.text })}</p>
    <p id=${`${id}-was`} class="was">${isChanged && html`<${Was} field=${field} given=${given} base=${base} onUndo=${() => review.undo(field.name)} />`}</p>
    <div id=${`${id}-failed`}>${failed.map(({ message }) => html`<p class="failure"><strong>${say("check_fails")}</strong> <bdi lang="en">${message}</bdi></p>`)}</div>
    <p id=${`${id}-printed`} class="hint">${printed(state, field, given)}</p>
  </li>`;
}

function Was({ field, given, base, onUndo }) {
  const text = textOf(field.name, given, field.name === "totalAmount" ? base.currency : "");
  return html`<span>${say("was")} <s><bdi>${text || say("empty")}</bdi></s></span>
    <button class="small" onClick=${onUndo} aria-label=${say("undo_of", { field: field.title })}>${say("undo")}</button>`;
}

/** What is printed and how sure that is. Where the practice's record was found, the value above it is the practice's. */
function printed(state, { read, check }, given) {
  if (!read && given !== null && state.readFrom === "E_INVOICE") return say("data_only");
  if (!read) return check ? say(state.source === "PIMS" ? "record_only" : "not_read") : say("record_only");
  const sure = say(read.vouchedFor ? "vouched_for" : "not_vouched_for");
  const isData = state.readFrom === "E_INVOICE";
  const confidence = isData ? "" : ` · ${say(sureness(read.confidence), { percent: read.confidence })}`;
  return html`${say(isData ? "in_data" : "printed")} <bdi class="print">${read.text}</bdi>${confidence} · <span class=${read.vouchedFor ? "sure" : "unsure"}>${sure}</span>`;
}

/** The confidence in words: what the reading of characters alone says. */
function sureness(percent) {
  if (percent >= 97) return "legible";
  return percent >= 90 ? "fairly_legible" : "poorly_legible";
}

function failedOf(state, { check }) {
  return check ? checksOf(state, check).filter(({ status }) => status === "failed") : [];
}

function isWrong(entry) {
  return ["unreadable", "required"].includes(entry?.problem);
}
