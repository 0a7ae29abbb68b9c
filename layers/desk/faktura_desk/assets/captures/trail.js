// Who reviewed the document, when, and what was changed from what to what.
import { html } from "../library/view.js";
import { moment } from "../shell/language.js";
import { shown, titleOf } from "./conflict.js";
import { say } from "./words.js";

const OF_REVIEW = ["note", "state"];

/** The review so far; nothing if there is none yet. */
export function Trail({ review }) {
  if (!review?.revision) return null;
  const terms = { name: review.reviewer?.name ?? "", when: moment(review.reviewedAt) };
  return html`<section class="trail" aria-labelledby="trail">
    <h2 id="trail">${say("trail")}</h2>
    <p><bdi>${say(`reviewed_${review.state}`, terms)}</bdi></p>
    ${review.note && html`<p class="card"><bdi>${review.note}</bdi></p>`}
    ${review.changes?.length > 0 && html`<div class="table"><table>
      <caption class="unseen">${say("changes")}</caption>
      <thead><tr>${["when", "who", "field", "before", "after"].map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
      <tbody>${review.changes.map((change) => html`<${Change} change=${change} />`)}</tbody>
    </table></div>`}
  </section>`;
}

function Change({ change: { at, by, field, from, to } }) {
  return html`<tr>
    <td>${moment(at)}</td>
    <td><bdi>${by?.name}</bdi></td>
    <th scope="row">${OF_REVIEW.includes(field) ? say(`trail_${field}`) : titleOf(field)}</th>
    <td><bdi>${text(field, from) || "–"}</bdi></td>
    <td><bdi>${text(field, to) || "–"}</bdi></td>
  </tr>`;
}

function text(field, value) {
  return field === "state" ? say(`state_${value}`) : shown(field, value);
}
