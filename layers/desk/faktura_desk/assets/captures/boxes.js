// What lies upon a page: the fields' boxes, the words that are chosen, and the box that is being drawn.
// The boxes are for the eye and the pointer; the list of fields says the same to those who do not see them.
import { html } from "../library/view.js";

/** A box on each field. `tone`: "good" if it is vouched for, "warn" if a person should look, "bad" if a check failed. */
export function Boxes({ fields, selected }) {
  return html`<div class="boxes" aria-hidden="true">
    ${fields.map(({ name, title, box, tone }) => html`<div key=${name} class=${`box ${tone}${name === selected ? " selected" : ""}`} data-field=${name}
      title=${title} style=${placed(box)}></div>`)}
  </div>`;
}

/** The words that the keyboard has chosen. */
export function Chosen({ words }) {
  return html`<div class="boxes" aria-hidden="true">${words.map(({ box }) => html`<div class="word" style=${placed(box)}></div>`)}</div>`;
}

/** The box that is being drawn. */
export function Rectangle({ box }) {
  return html`<div class="drawn" aria-hidden="true" style=${placed(box)}></div>`;
}

function placed(box) {
  return Object.fromEntries(["left", "top", "width", "height"].map((side) => [side, `${Number(box[side]) * 100}%`]));
}
