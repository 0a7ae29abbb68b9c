// The page that asks a person to sign in, and the dialog that asks again without losing what is typed.
import { html } from "../library/view.js";
import { Dialog } from "../parts/dialog.js";
import { Notice } from "../parts/notice.js";
import { Preferences } from "./head.js";
import { session, signIn, signInAgain, signOut } from "./session.js";
import { say } from "./words.js";

const TOLD = ["access_denied", "blocked", "invalid_grant", "mismatch", "no_access", "offline", "other_person",
  "temporarily_unavailable", "unavailable"];

/** The first page. `problem` is why the last attempt failed. */
export function SignIn({ problem }) {
  return html`<main class="sign-in card">
    <h1>Faktura</h1>
    <p>${say("welcome")}</p>
    ${problem && html`<${Notice} kind="problem">${told(problem)}<//>`}
    <button class="main" autofocus onClick=${() => signIn()}>${say("sign_in")}</button>
    <${Preferences} />
  </main>`;
}

/** The session has ended; the page behind stays as it is. */
export function Expired() {
  const { address, person, problem } = session();
  return html`<${Dialog} title=${say("expired_title")}>
    <p>${say("expired")}</p>
    ${problem && html`<${Notice} kind="problem">${told(problem, person)}<//>`}
    ${address && html`<p><a href=${address} target="_blank" rel="noopener noreferrer">${say("open_window")}</a></p>`}
    <p class="actions">
      <button class="main" autofocus onClick=${signInAgain}>${say("sign_in")}</button>
      <button onClick=${signOut}>${say("sign_out")}</button>
    </p>
  <//>`;
}

/** What a window says that has signed in for another page, if the browser does not let it close itself. */
export function Delivered() {
  return html`<main class="sign-in card">
    <h1>${say("delivered_title")}</h1>
    <p role="status">${say("delivered")}</p>
  </main>`;
}

function told(problem, person = "") {
  return say(TOLD.includes(problem) ? `problem_${problem}` : "problem_other", { person });
}
