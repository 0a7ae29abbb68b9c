// What stands for a thing until it is read.
import { html } from "../library/view.js";
import { Failure, Notice } from "./notice.js";
import { say } from "./words.js";

/** The failure, or that it is loading. */
export function Loading({ problem, onAgain }) {
  if (problem?.status === 404) return html`<${Notice} kind="problem">${say("absent")}<//>`;
  if (problem) return html`<${Failure} problem=${problem} onAgain=${onAgain} />`;
  return html`<p class="quiet" role="status">${say("loading")}</p>`;
}
