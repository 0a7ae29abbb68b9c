// Who is signed in. Tokens are in memory only: closing the page forgets them, and the issuer's own session signs in again.
import { challenge, random } from "./proof.js";

const STARTED = "faktura.sign-in";
const RENEWED_BEFORE = 120; // seconds before a token expires
const GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

let state = { kind: "starting" };
let kept = { access: "", id: "", refresh: "" };
let renewal = null;
let timer = 0;
const listeners = new Set();

/** `{ kind }`: "starting", "out", "in", "expired" or "unavailable". With "in": `person`, `scopes`, `claims`. */
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

/** Begin: finish a sign-in that the issuer has sent back, else ask the person to sign in. */
export async function start() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has("state")) return set({ kind: "out" });
  const begun = taken();
  history.replaceState(null, "", location.pathname + (begun?.hash || "#/"));
  if (!begun || begun.state !== answer.get("state")) return set({ kind: "out", problem: "mismatch" });
  if (answer.has("error")) return set({ kind: "out", problem: answer.get("error") });
  try {
    const tokens = await posted("oauth/sign-in", { code: answer.get("code") ?? "", code_verifier: begun.verifier });
    if (claimsOf(tokens.id_token).nonce !== begun.nonce) return set({ kind: "out", problem: "mismatch" });
    await exchange(tokens);
  } catch (problem) {
    return set({ kind: "out", problem: problem.code ?? "offline" });
  }
  return handOver();
}

/** Send the person to the issuer. In a window of its own, the page and what is typed in it stay. */
export async function signIn(inWindow = false) {
  const opened = inWindow ? open("about:blank", "faktura-sign-in", "width=520,height=640") : null;
  try {
    const terms = await settings();
    const begun = { state: random(), nonce: random(), verifier: random(), hash: location.hash };
    (opened ?? window).sessionStorage.setItem(STARTED, JSON.stringify(begun));
    const query = new URLSearchParams({
      response_type: "code",
      client_id: terms.clientId,
      redirect_uri: terms.redirectUri,
      scope: terms.scope,
      state: begun.state,
      nonce: begun.nonce,
      code_challenge: await challenge(begun.verifier),
      code_challenge_method: "S256",
    });
    const address = new URL(terms.authorizationEndpoint);
    query.forEach((value, name) => address.searchParams.set(name, value));
    (opened ?? window).location.assign(address);
  } catch (problem) {
    opened?.close();
    set({ ...state, kind: state.kind === "expired" ? "expired" : "out", problem: problem.code ?? "offline" });
  }
}

/** A new access token, one request at a time. False if the person has to sign in again. */
export function renew() {
  renewal ??= renewed().finally(() => (renewal = null));
  return renewal;
}

/** Forget the tokens, end the access token, and leave the issuer's session if it has an address for that. */
export async function signOut() {
  const ending = kept;
  forget();
  set({ kind: "out" });
  await posted("oauth/revoke", { token: ending.access }).catch(() => {});
  const terms = await settings().catch(() => ({}));
  if (terms.endSessionEndpoint) {
    const address = new URL(terms.endSessionEndpoint);
    address.searchParams.set("id_token_hint", ending.id);
    address.searchParams.set("client_id", terms.clientId);
    address.searchParams.set("post_logout_redirect_uri", terms.redirectUri);
    location.assign(address);
  }
}

async function renewed() {
  try {
    if (kept.refresh) await exchange(await posted("oauth/sign-in", { refresh_token: kept.refresh }));
    else await exchange({ id_token: kept.id });
    return true;
  } catch (problem) {
    if (!problem.code || problem.status >= 500) throw problem; // offline: the token may still be good
    set({ ...state, kind: "expired" });
    return false;
  }
}

async function exchange(tokens) {
  const form = { grant_type: GRANT, subject_token: tokens.id_token, subject_token_type: ID_TOKEN };
  const answer = await posted("oauth/token", form);
  adopt({ access: answer.access_token, id: tokens.id_token, refresh: tokens.refresh_token ?? kept.refresh });
}

function adopt(tokens) {
  kept = tokens;
  const claims = claimsOf(kept.access);
  const person = claims.user ?? {};
  set({
    kind: "in",
    person: [person.firstName, person.lastName].filter(Boolean).join(" ") || claims.sub,
    scopes: new Set((claims.scope ?? "").split(" ")),
    claims,
  });
  clearTimeout(timer);
  const seconds = claims.exp - Date.now() / 1000 - RENEWED_BEFORE;
  timer = setTimeout(() => renew().catch(() => {}), Math.max(5, seconds) * 1000);
}

/** A window that was opened to sign in gives the tokens to the page that opened it, on the same origin. */
function handOver() {
  if (window.name === "faktura-sign-in" && window.opener) {
    new BroadcastChannel("faktura").postMessage({ kind: "signed-in", tokens: kept });
    window.close();
  }
}

new BroadcastChannel("faktura").addEventListener("message", ({ data }) => {
  if (data.kind === "signed-in" && state.kind === "expired" && samePerson(data.tokens)) adopt(data.tokens);
});

function samePerson(tokens) {
  return claimsOf(tokens.access).sub === state.claims.sub;
}

function forget() {
  clearTimeout(timer);
  kept = { access: "", id: "", refresh: "" };
}

function taken() {
  const text = sessionStorage.getItem(STARTED);
  sessionStorage.removeItem(STARTED);
  return text ? JSON.parse(text) : null;
}

let known = null;

async function settings() {
  if (!known) {
    const answer = await fetch("oauth/sign-in");
    if (answer.status === 404) throw Object.assign(new Error("not set up"), { code: "unavailable", status: 404 });
    if (!answer.ok) throw Object.assign(new Error("no answer"), { code: "temporarily_unavailable", status: answer.status });
    known = await answer.json();
  }
  return known;
}

async function posted(path, form) {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(form) });
  const body = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
  if (!answer.ok) throw Object.assign(new Error(body.error_description), { code: body.error ?? "refused", status: answer.status });
  return body;
}

function claimsOf(jwt) {
  const part = jwt.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (one) => one.charCodeAt(0))));
}

function set(next) {
  state = next;
  listeners.forEach((listener) => listener());
}
