// Who is signed in. Tokens are in the memory of this tab only: never in storage, never in an address, never in another tab.
import { addressOf, endAddress, exchanged, newAttempt, redeemed, refreshed, revoked } from "./issuer.js";
import { claimsOf } from "./proof.js";
import { delivered, onAnswer, onSignedOut, tellSignedOut } from "./tabs.js";

const BEGUN = "faktura.sign-in"; // the attempt whose answer this tab awaits, while it is at the issuer
const WAS_IN = "faktura.was-in"; // "1": this tab was signed in, so a reload asks the issuer without a question
const CHOOSES = "faktura.chooses"; // "1": somebody has signed out, so the issuer shall ask who is there
const RENEWED_BEFORE = 120; // seconds before a token expires
const TRIED_AGAIN = 30; // seconds until a renewal that failed is tried again
const QUIET = ["login_required", "interaction_required", "consent_required", "account_selection_required"];

let state = { kind: "starting" };
let kept = { access: "", id: "", refresh: "" };
let renewal = null;
let due = { timer: 0, at: 0 };
let awaited = null; // the attempt that goes on in a window of its own
const listeners = new Set();

/**
 * `{ kind }`: "starting", "out", "in", "expired", or "delivered" (a window that has done its work).
 * "in" and "expired" have `person` (a name), `scopes` and `claims`; `problem` is why something failed.
 */
export function session() {
  return state;
}

/** Whether the person has one of these scopes. */
export function may(...scopes) {
  return scopes.some((scope) => state.scopes?.has(scope));
}

/** Call `listener` after each change. Returns what ends that. */
export function onSession(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The access token to send. */
export function token() {
  return kept.access;
}

/** Begin: finish a sign-in that the issuer has sent back, else sign in quietly after a reload, else ask. */
export async function start() {
  const answer = Object.fromEntries(new URLSearchParams(location.search));
  const begun = taken();
  if (location.search) history.replaceState(null, "", atFragment(begun?.hash ?? location.hash));
  if (!answer.state) return noted(WAS_IN) ? signIn("none") : set({ kind: "out" });
  if (begun?.state !== answer.state) return deliver(answer);
  return finish(answer, begun).catch((problem) => {
    const isQuiet = begun.prompt === "none" && QUIET.includes(problem.code);
    set({ kind: "out", problem: isQuiet ? undefined : problem.code });
  });
}

/** Send the person to the issuer. */
export async function signIn(prompt = noted(CHOOSES) ? "select_account" : "") {
  const attempt = { ...newAttempt(), prompt, hash: location.hash };
  try {
    const address = await addressOf(attempt, prompt);
    note(WAS_IN, "");
    note(BEGUN, JSON.stringify(attempt));
    location.assign(address);
  } catch (problem) {
    set({ kind: "out", problem: problem.code ?? "other" });
  }
}

/** Sign in again in a window of its own: this page, and what is typed in it, stay. */
export async function signInAgain() {
  const opened = open("", "_blank", "popup,width=520,height=680");
  const isSomebodyElse = state.problem === "other_person";
  try {
    awaited = newAttempt();
    const address = await addressOf(awaited, isSomebodyElse ? "select_account" : "");
    set({ ...state, problem: opened ? undefined : "blocked", address: opened ? undefined : address.href });
    opened?.location.replace(address);
  } catch (problem) {
    opened?.close();
    set({ ...state, problem: problem.code ?? "other" });
  }
}

/** A new access token, one request at a time. False if the person has to sign in again; throws if it may work later. */
export function renew() {
  if (state.kind === "expired") return Promise.resolve(false);
  renewal ??= renewed().finally(() => (renewal = null));
  return renewal;
}

/** Ask whether the person may still be here. Only a no is told; if that cannot be known now, the next call or renewal tells it. */
export async function check() {
  if (state.kind !== "in" || renewal) return;
  try {
    adopt(await withAccess({ id_token: kept.id }));
  } catch (problem) {
    if (problem.code === "no_access") expire("no_access");
    else if (!problem.isPassing) await renew().catch(() => {}); // the ID token is too old
  }
}

/** Forget the tokens, end the access token, tell the other tabs, and leave the issuer's session if it has an address. */
export async function signOut() {
  const ending = kept;
  tellSignedOut(state.claims.sub);
  leave();
  await revoked(ending.access);
  const address = await endAddress(ending.id).catch(() => null);
  if (address) location.assign(address);
}

async function finish(answer, attempt) {
  adopt(await withAccess(await redeemed(answer, attempt)));
}

/** An answer that this tab does not await: it is for the tab that opened this window, or nobody's. */
async function deliver({ state: attempt, code, error, iss }) {
  if (!(await delivered({ state: attempt, code, error, iss }))) return set({ kind: "out", problem: "mismatch" });
  set({ kind: "delivered" });
  return close();
}

async function renewed() {
  try {
    adopt(await withAccess(kept.refresh ? await refreshed(kept.refresh) : { id_token: kept.id }));
    return true;
  } catch (problem) {
    if (problem.isPassing) {
      schedule(TRIED_AGAIN);
      throw problem;
    }
    expire(problem.code === "no_access" ? "no_access" : undefined);
    return false;
  }
}

async function withAccess(tokens) {
  const { access_token: access, expires_in: seconds } = await exchanged(tokens.id_token);
  return { access, seconds, id: tokens.id_token, refresh: tokens.refresh_token ?? kept.refresh };
}

/** Use these tokens, but not on a page that another person has opened. */
function adopt({ seconds, ...tokens }) {
  const claims = claimsOf(tokens.access);
  if (state.kind === "out" || (state.claims && state.claims.sub !== claims.sub)) {
    revoked(tokens.access);
    if (state.claims) expire("other_person");
    return;
  }
  kept = tokens;
  const { firstName, lastName } = claims.user ?? {};
  const person = [firstName, lastName].filter(Boolean).join(" ") || claims.sub;
  note(WAS_IN, "1");
  note(CHOOSES, "");
  schedule(Math.max(seconds - RENEWED_BEFORE, seconds / 2));
  set({ kind: "in", person, scopes: new Set((claims.scope ?? "").split(" ")), claims });
}

function expire(problem) {
  clearTimeout(due.timer);
  set({ ...state, kind: "expired", problem });
}

/** Nothing of this person is left for the next one, also not what was searched for, which is in the address. */
function leave() {
  clearTimeout(due.timer);
  history.replaceState(null, "", atFragment(""));
  kept = { access: "", id: "", refresh: "" };
  awaited = null;
  note(WAS_IN, "");
  note(CHOOSES, "1");
  set({ kind: "out" });
}

function schedule(seconds) {
  clearTimeout(due.timer);
  due = { timer: setTimeout(() => renew().catch(() => {}), seconds * 1000), at: Date.now() + seconds * 1000 };
}

/** Timers stand still while a laptop sleeps, so the time is looked at again when somebody comes back. */
function wake() {
  if (state.kind === "in" && document.visibilityState === "visible" && Date.now() >= due.at) renew().catch(() => {});
}

function taken() {
  const text = noted(BEGUN);
  note(BEGUN, "");
  return text ? JSON.parse(text) : null;
}

function noted(name) {
  try {
    return sessionStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function note(name, text) {
  try {
    if (text) sessionStorage.setItem(name, text);
    else sessionStorage.removeItem(name);
  } catch {
    // without storage, a sign-in that leaves the page cannot come back; it is then told as a mismatch
  }
}

function atFragment(hash) {
  const address = new URL(location.href);
  address.search = "";
  address.hash = hash.startsWith("#/") ? hash : "";
  return address;
}

function set(next) {
  state = next;
  listeners.forEach((listener) => listener());
}

onAnswer((attempt) => awaited !== null && awaited.state === attempt, (answer) => {
  const attempt = awaited;
  awaited = null;
  finish(answer, attempt).catch((problem) => set({ ...state, problem: problem.code ?? "other" }));
});
onSignedOut((subject) => {
  if (state.claims?.sub !== subject) return;
  revoked(kept.access);
  leave();
});
addEventListener("online", wake);
addEventListener("focus", wake);
document.addEventListener("visibilitychange", wake);
