import { html } from "../library/view.js";

/** The area's pages. */
export function Area() {
  return html`<h1>captures</h1>`;
}
