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
    ${review.changes?.length > 0 && html`<div class="table" tabindex="0" role="region" aria-label=${say("changes")}><table>
      <thead><tr>${["field", "before", "after"].map((head) => html`<th scope="col">${say(head)}</th>`)}</tr></thead>
      ${byReview(review.changes).map((changes) => html`<${Changes} changes=${changes} />`)}
    </table></div>`}
  </section>`;
}

/** What one person changed at one moment, below a line that says who and when. */
function Changes({ changes }) {
  const [{ at, by }] = changes;
  return html`<tbody>
    <tr class="who"><th colspan="3" scope="rowgroup">${moment(at)} · <bdi>${by?.name}</bdi></th></tr>
    ${changes.map(({ field, from, to }) => html`<tr>
      <th scope="row">${OF_REVIEW.includes(field) ? say(`trail_${field}`) : titleOf(field)}</th>
      <td><bdi class="text">${text(field, from) || "–"}</bdi></td>
      <td><bdi class="text">${text(field, to) || "–"}</bdi></td>
    </tr>`)}
  </tbody>`;
}

/** The changes, those of the same person and moment together. */
function byReview(changes) {
  const isSame = (one, other) => one.at === other.at && one.by?.userId === other.by?.userId;
  return changes.reduce((groups, change) => {
    const last = groups.at(-1);
    return last && isSame(last[0], change) ? [...groups.slice(0, -1), [...last, change]] : [...groups, [change]];
  }, []);
}

function text(field, value) {
  return field === "state" ? say(`state_${value}`) : shown(field, value);
}
