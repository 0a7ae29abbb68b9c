// The last decision, told on the next document or on the queue, with the way back to it.
import { html, useState } from "../library/view.js";
import { Notice } from "../parts/notice.js";
import { to } from "../shell/route.js";
import { say } from "./words.js";

let last = null;

/** Remember a decision: `{ requestId, state, number, query }`. */
export function lastDecision(decision) {
  last = decision;
}

/** What was decided last, once. */
export function Told() {
  const [told] = useState(() => {
    const taken = last;
    last = null;
    return taken;
  });
  if (!told) return null;
  return html`<${Notice} kind="done">
    <bdi>${say(`told_${told.state}`, { number: told.number || "–" })}</bdi> <a href=${to(["captures", told.requestId], told.query)}>${say("open_again")}</a>
  <//>`;
}
