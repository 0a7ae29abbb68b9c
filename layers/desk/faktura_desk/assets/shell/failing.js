// Errors of the script are told to the person; nothing is sent anywhere.
import { html, useEffect, useErrorBoundary, useState } from "../library/view.js";
import { Notice } from "../parts/notice.js";
import { say } from "./words.js";

/** The content, or an apology if it cannot be drawn. */
export function Guarded({ children }) {
  const [fault, again] = useErrorBoundary();
  if (!fault) return children;
  return html`<div role="alert">
    <h1>${say("failed_title")}</h1>
    <p>${say("failed")}</p>
    <p class="actions">
      <button class="main" onClick=${again}>${say("again")}</button>
      <button onClick=${() => location.reload()}>${say("reload")}</button>
    </p>
  </div>`;
}

/** A notice after an error that nothing else has told. */
export function Stumbled() {
  const [isTold, tell] = useState(false);
  useEffect(() => {
    const hear = (event) => event.reason?.name !== "AbortError" && tell(true);
    addEventListener("error", hear);
    addEventListener("unhandledrejection", hear);
    return () => {
      removeEventListener("error", hear);
      removeEventListener("unhandledrejection", hear);
    };
  }, []);
  return isTold && html`<${Notice} kind="problem" action=${say("reload")} onAction=${() => location.reload()}>${say("stumbled")}<//>`;
}
