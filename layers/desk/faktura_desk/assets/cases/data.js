// Any JSON as text: names and values as they were sent, with all their digits.
import { html } from "../library/view.js";

/** A JSON value. */
export function Data({ value }) {
  return html`<pre class="json" dir="ltr" tabindex="0">${shown(JSON.stringify(value, null, 2) ?? "")}</pre>`;
}

/** Characters that turn the direction of a text are shown by their codes, so that they turn nothing. */
function shown(text) {
  return text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
}
