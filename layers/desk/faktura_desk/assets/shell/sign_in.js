// The page that asks a person to sign in, and the dialog that asks again without losing what is typed.
import { html } from "../library/view.js";
import { Dialog } from "../parts/dialog.js";
import { Notice } from "../parts/notice.js";
import { Preferences } from "./head.js";
import { session, signIn, signOut } from "./session.js";
import { say } from "./words.js";

const TOLD = ["access_denied", "invalid_grant", "unavailable", "offline", "temporarily_unavailable", "mismatch"];

/** The first page. `problem` is why the last attempt failed. */
export function SignIn({ problem }) {
  return html`<main class="sign-in">
    <h1>Faktura</h1>
    <p>${say("welcome")}</p>
    ${problem && html`<${Notice} kind="problem">${told(problem)}<//>`}
    <button class="main" autofocus onClick=${() => signIn()}>${say("sign_in")}</button>
    <p><${Preferences} /></p>
  </main>`;
}

/** The session has ended; the page behind stays as it is. */
export function Expired() {
  const { problem } = session();
  return html`<${Dialog} title=${say("expired_title")}>
    <p>${say("expired")}</p>
    ${problem && html`<${Notice} kind="problem">${told(problem)}<//>`}
    <p class="actions">
      <button class="main" autofocus onClick=${() => signIn(true)}>${say("sign_in")}</button>
      <button onClick=${signOut}>${say("sign_out")}</button>
    </p>
  <//>`;
}

function told(problem) {
  return say(TOLD.includes(problem) ? `problem_${problem}` : "problem_other");
}
