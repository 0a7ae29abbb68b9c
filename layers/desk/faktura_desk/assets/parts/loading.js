// What stands for a thing until it is read.
import { html } from "../library/view.js";
import { Failure } from "./notice.js";
import { say } from "./words.js";

/** The failure, or that it is loading. */
export function Loading({ problem, onAgain }) {
  if (problem) return html`<${Failure} problem=${problem} onAgain=${onAgain} />`;
  return html`<p class="quiet" role="status">${say("loading")}</p>`;
}
