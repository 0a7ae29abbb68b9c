// A second reviewer decided first: who, when and what, beside what is typed here.
import { html, useEffect, useRef } from "../library/view.js";
import { Notice } from "../parts/notice.js";
import { moment } from "../shell/language.js";
import { FIELDS, OWNER, textOf, valueOf } from "./draft.js";
import { say } from "./words.js";

const NAMES = [...FIELDS, ...OWNER].map(({ name }) => name).concat("lineItems");

/** What somebody else has decided meanwhile, and the choice between theirs and what is typed here. Nothing typed is lost. */
export function Conflict({ review }) {
  const { conflict } = review;
  const place = useRef();
  useEffect(() => place.current.scrollIntoView({ block: "start" }), [conflict]); // the decision is often made far below
  const terms = { name: conflict.reviewer?.name ?? "", when: moment(conflict.reviewedAt) };
  return html`<div class="conflict" ref=${place}><${Notice} kind="problem">
    <p><strong><bdi>${say(`meanwhile_${conflict.state}`, terms)}</bdi></strong></p>
    ${conflict.note && html`<p>${say("their_note")} <bdi>${conflict.note}</bdi></p>`}
    <${Differences} rows=${differencesOf(review)} />
    <p class="actions">
      <button class="main" onClick=${review.keepTheirs}>${say("keep_theirs")}</button>
      <button onClick=${review.keepMine}>${say("keep_mine")}</button>
    </p>
  <//></div>`;
}

function Differences({ rows }) {
  if (!rows.length) return html`<p>${say("no_differences")}</p>`;
  const heads = ["field", "before", "theirs", "yours"];
  return html`<div class="table" tabindex="0" role="region" aria-label=${say("differences")}><table>
    <thead><tr>${heads.map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
    <tbody>${rows.map(([title, ...values]) => html`<tr><th scope="row">${title}</th>${values.map((value) => html`<td><bdi class="text">${value || "–"}</bdi></td>`)}</tr>`)}</tbody>
  </table></div>`;
}

/** The fields that they or this person changed: its name, and the value before, theirs and this person's. */
function differencesOf({ conflict, base, corrections }) {
  const theirs = conflict.data ?? base;
  return NAMES.map((name) => {
    const mine = name in corrections ? corrections[name] : valueOf(base, name);
    return [titleOf(name), ...[valueOf(base, name), valueOf(theirs, name), mine].map((value) => shown(name, value))];
  }).filter(([, before, their, mine]) => before !== their || before !== mine);
}

/** A value of a field as text; of line items, how many there are and each line's description and total. */
export function shown(name, value) {
  if (name !== "lineItems") return textOf(name, value);
  return (value ?? []).map((line) => `${line.description}: ${textOf("totalAmount", line.totalPrice)}`).join("\n");
}

/** The name of a field on the screen; one that is not known here is shown as it is. */
export function titleOf(name) {
  return NAMES.includes(name) ? say(`field_${name}`) : name;
}
