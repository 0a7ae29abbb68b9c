// A message on the page: "problem" (read out at once), "done" or "hint".
import { html } from "../library/view.js";
import { say } from "./words.js";

/** A message with an optional button. */
export function Notice({ kind = "hint", action, onAction, children }) {
  return html`<div class=${`notice ${kind}`} role=${kind === "problem" ? "alert" : "status"}>
    <div>${children}</div>
    ${action && html`<button onClick=${onAction}>${action}</button>`}
  </div>`;
}

/** What a `Problem` says, with a button to try again where that may help. */
export function Failure({ problem, onAgain }) {
  if (!problem) return null;
  const sentences = problem.kind === "offline" || !problem.messages?.length ? [say(problem.kind ?? "broken")] : problem.messages;
  const lang = problem.status && sentences === problem.messages ? "en" : undefined; // the APIs speak English
  const isWorthIt = onAgain && problem.kind !== "refused";
  return html`<${Notice} kind="problem" action=${isWorthIt && say("again")} onAction=${onAgain}>
    ${sentences.length === 1 ? html`<bdi lang=${lang}>${sentences[0]}</bdi>` : html`<ul>${sentences.map((one) => html`<li><bdi lang=${lang}>${one}</bdi></li>`)}</ul>`}
  <//>`;
}
