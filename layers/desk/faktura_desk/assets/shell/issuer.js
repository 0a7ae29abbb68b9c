// The way to the issuer and back: the address that signs in, and the calls that turn its answer into tokens.
import { challenge, claimsOf, random } from "./proof.js";

const GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

let known = null;

/** Why a sign-in failed: `code` is a key of the words, `isPassing` whether trying again later may help. */
export class SignInProblem extends Error {
  constructor(code, isPassing = false) {
    super(code);
    Object.assign(this, { code, isPassing });
  }
}

/** What is remembered of a sign-in until its answer comes: only whoever has this can use the answer. */
export function newAttempt() {
  return { state: random(), nonce: random(), verifier: random() };
}

/** The address at the issuer that signs in. `prompt`: "none" asks nothing, "select_account" lets another person sign in. */
export async function addressOf(attempt, prompt = "") {
  const terms = await settings();
  const query = {
    response_type: "code",
    client_id: terms.clientId,
    redirect_uri: terms.redirectUri,
    scope: terms.scope,
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await challenge(attempt.verifier),
    code_challenge_method: "S256",
    ...(prompt && { prompt }),
  };
  const address = web(terms.authorizationEndpoint);
  Object.entries(query).forEach(([name, value]) => address.searchParams.set(name, value));
  return address;
}

/** The address at the issuer that signs out, or null if it has none. */
export async function endAddress(idToken) {
  const terms = await settings();
  if (!terms.endSessionEndpoint) return null;
  const address = web(terms.endSessionEndpoint);
  address.searchParams.set("id_token_hint", idToken);
  address.searchParams.set("client_id", terms.clientId);
  address.searchParams.set("post_logout_redirect_uri", terms.redirectUri);
  return address;
}

/** The tokens of the issuer's answer `{ code, error, iss }` to an attempt. */
export async function redeemed(answer, attempt) {
  if (answer.error || !answer.code) throw new SignInProblem(answer.error || "mismatch");
  const tokens = await posted("oauth/sign-in", { code: answer.code, code_verifier: attempt.verifier });
  const { nonce, iss } = claimsOf(tokens.id_token);
  if (nonce !== attempt.nonce || (answer.iss && answer.iss !== iss)) throw new SignInProblem("mismatch");
  return tokens;
}

/** New tokens for a refresh token. */
export function refreshed(refreshToken) {
  return posted("oauth/sign-in", { refresh_token: refreshToken });
}

/** The access token for an ID token. A person who is not invited, or disabled, is told "no_access". */
export async function exchanged(idToken) {
  try {
    return await posted("oauth/token", { grant_type: GRANT, subject_token: idToken, subject_token_type: ID_TOKEN });
  } catch (problem) {
    throw problem.code === "invalid_grant" ? new SignInProblem("no_access") : problem;
  }
}

/** End an access token. It ends by itself within minutes if this fails. */
export function revoked(accessToken) {
  return posted("oauth/revoke", { token: accessToken }, true).catch(() => {});
}

async function settings() {
  known ??= await answered("oauth/sign-in", {});
  return known;
}

function posted(path, form, keepalive = false) {
  return answered(path, { method: "POST", body: new URLSearchParams(form), keepalive });
}

async function answered(path, terms) {
  let answer;
  let body;
  try {
    answer = await fetch(path, { ...terms, credentials: "omit", redirect: "error", cache: "no-store" });
    const isJson = answer.headers.get("content-type")?.includes("json");
    body = isJson ? ((await answer.json()) ?? {}) : {};
  } catch {
    throw new SignInProblem("offline", true);
  }
  if (answer.ok) return body;
  if (answer.status === 404) throw new SignInProblem("unavailable");
  if (answer.status >= 500 || answer.status === 429) throw new SignInProblem("temporarily_unavailable", true);
  throw new SignInProblem(body.error ?? "other");
}

/** An address of the issuer. Anything but http(s), such as `javascript:`, is no address. */
function web(text) {
  const address = new URL(text);
  if (!/^https?:$/.test(address.protocol)) throw new SignInProblem("unavailable");
  return address;
}
