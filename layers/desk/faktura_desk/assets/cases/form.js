// The form of a search: rows of field, operator and value, joined by "all" or "any", with groups of rows once nested.
import { Fragment, html } from "../library/view.js";
import { AmountField } from "../parts/amount_field.js";
import { Field } from "../parts/field.js";
import { FIELDS, hasValue, newRow, OPERATORS } from "./fields.js";
import { MOST_TERMS } from "./search.js";
import { say } from "./words.js";

/** The rows of a search or of a group. `problems` are texts by the place of a row, `left` is how many terms may be added. */
export function Rows({ search, onSearch, problems, left, place = "" }) {
  const set = (at, row) => onSearch({ ...search, rows: search.rows.map((one, index) => (index === at ? row : one)) });
  const remove = (at) => onSearch({ ...search, rows: search.rows.filter((_, index) => index !== at) });
  const add = (row) => onSearch({ ...search, rows: [...search.rows, row] });
  return html`<${Fragment}>
    ${search.rows.length > 1 && html`<div class="joined"><${Field} label=${say("joined")} options=${["all", "any"].map((one) => [one, say(`joined_${one}`)])}
      value=${search.joined} onValue=${(joined) => onSearch({ ...search, joined })} /></div>`}
    ${search.rows.map((row, at) => row.rows
      ? html`<fieldset class="group" key=${at}><legend>${say("group")}</legend>
          <${Rows} search=${row} onSearch=${(group) => set(at, group)} problems=${problems} left=${left} place=${`${place}${at}.`} />
          <button type="button" class="plain" onClick=${() => remove(at)}>${say("remove_group")}</button>
        </fieldset>`
      : html`<${Condition} key=${at} row=${row} number=${at + 1} problem=${problems[`${place}${at}`]} onRow=${(one) => set(at, one)} onRemove=${() => remove(at)} />`)}
    <p class="actions">
      <button type="button" disabled=${left < 1} onClick=${() => add(newRow())}>${say("add")}</button>
      ${!place && html`<button type="button" disabled=${left < 2} onClick=${() => add({ joined: "any", rows: [newRow(), newRow()] })}>${say("add_group")}</button>`}
    </p>
    ${!place && html`<p class="hint" role="status">${left < 2 && left >= 0 && say("most", { most: MOST_TERMS })}</p>`}
  <//>`;
}

function Condition({ row, number, problem, onRow, onRemove }) {
  const kind = FIELDS[row.field];
  const change = (terms) => onRow({ ...row, ...terms });
  return html`<fieldset class="condition-of"><legend class="hint">${say("condition", { number })}</legend><div class="condition">
    <${Field} label=${say("field")} options=${Object.keys(FIELDS).map((one) => [one, say(`field_${one}`)])} value=${row.field} onValue=${(field) => onRow(newRow(field))} />
    ${kind === "member" && html`<${Field} label=${say("member")} hint=${say("member_hint")} value=${row.member} onValue=${(member) => change({ member })} spellcheck=${false} />`}
    <${Field} label=${say("operator")} options=${OPERATORS[kind].map((one) => [one, say(`operator_${one}`)])} value=${row.operator} onValue=${(operator) => change({ operator })} />
    ${kind === "member" && hasValue(row.operator) && html`<${Field} label=${say("as")} options=${["text", "number", "truth"].map((one) => [one, say(`as_${one}`)])}
      value=${row.as} onValue=${(as) => change({ as, value: as === "truth" ? "true" : "" })} />`}
    ${hasValue(row.operator) && html`<${Value} row=${row} kind=${kind === "member" ? row.as : kind} problem=${problem} onValue=${(value) => change({ value })} />`}
    ${problem && !hasValue(row.operator) && html`<p class="wrong">${problem}</p>`}
    <button type="button" class="plain" aria-label=${say("remove_number", { number })} onClick=${onRemove}>${say("remove")}</button>
  </div></fieldset>`;
}

function Value({ row, kind, problem, onValue }) {
  const terms = { label: say("value"), value: row.value, problem, onValue };
  if (kind === "truth") return html`<${Field} ...${terms} options=${[["true", say("yes")], ["false", say("no")]]} />`;
  if (kind === "type") return html`<${Field} ...${terms} options=${[["invoice", say("type_invoice")], ["credit note", say("type_credit_note")]]} />`;
  if (kind === "date") return html`<${Field} ...${terms} type="date" />`;
  if (kind === "amount" || kind === "number") return html`<${AmountField} ...${terms} least=${kind === "amount" ? 2 : 0} />`;
  if (["one_of", "none_of"].includes(row.operator)) return html`<${Field} ...${terms} hint=${say("listed")} />`;
  return html`<${Field} ...${terms} maxlength="255" />`;
}
