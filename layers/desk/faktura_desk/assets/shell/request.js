// Calls of the APIs. Every call carries the person's token; a refused token is renewed once.
import { parsed } from "../parts/exact.js";
import { known } from "./presence.js";
import { onSession, renew, session, token } from "./session.js";

/**
 * A call that did not succeed. `kind`: "offline" (no answer), "broken" (5xx: it may help to try again), "refused" (4xx).
 * `messages` are the sentences of the answer; `status` and `body` are the answer's.
 */
export class Problem extends Error {
  constructor(kind, messages, status = 0, body = null) {
    super(messages.join(" "));
    Object.assign(this, { kind, messages, status, body });
  }
}

/**
 * Call `path` (from the base URL, without a slash at its beginning), such as "api/invoices".
 * Terms: `method`, `query`, `body` (sent as JSON), `key` (Idempotency-Key), `as` ("json" or "blob"), `signal`, `headers`.
 * Numbers of more than 15 digits arrive as parts/exact.js has them: as a text, and in JSON, they keep all digits.
 * Returns `{ status, body, next, location, headers }`; `next` is the path of the next page of a list, or "".
 * Throws `Problem`. If the session has ended, the call waits until the person has signed in again.
 */
export async function call(path, terms = {}) {
  let answer = await sent(path, terms);
  if (answer.status === 401) {
    if (!(await renewed())) await signedIn(terms.signal);
    answer = await sent(path, terms);
  }
  if (answer.status !== 401) known();
  const body = await read(answer, terms.as ?? "json");
  if (!answer.ok) throw new Problem(answer.status >= 500 ? "broken" : "refused", sentences(body), answer.status, body);
  return { status: answer.status, body, next: nextOf(answer), location: answer.headers.get("location") ?? "", headers: answer.headers };
}

/** A key for one attempt to create something: the same key again gets the same answer. */
export function newKey() {
  return crypto.randomUUID();
}

/** Renew the token. If that cannot be done now, the call fails as if it had found the server so. */
async function renewed() {
  try {
    return await renew();
  } catch (problem) {
    throw new Problem(problem.code === "offline" ? "offline" : "broken", []);
  }
}

async function sent(path, { method = "GET", query = {}, body, key, signal, headers = {} }) {
  const address = new URL(path, document.baseURI.split(/[?#]/)[0]);
  if (address.origin !== location.origin) throw new Error("the token is for this host only");
  Object.entries(query).forEach(([name, value]) => {
    if (value !== "" && value !== null && value !== undefined) address.searchParams.set(name, value);
  });
  const given = { Authorization: `Bearer ${token()}`, ...headers };
  if (body !== undefined) given["Content-Type"] = "application/json";
  if (key) given["Idempotency-Key"] = key;
  const content = body === undefined ? undefined : JSON.stringify(body);
  try {
    return await fetch(address, { method, headers: given, body: content, signal, redirect: "error" });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new Problem("offline", []);
  }
}

async function read(answer, as) {
  try {
    if (answer.ok && as === "blob") return await answer.blob();
    const text = await answer.text();
    return text ? parsed(text) : null;
  } catch {
    if (answer.ok) throw new Problem("offline", []);
    return null;
  }
}

/** The sentences of an error, whichever API's shape it has. */
function sentences(body) {
  const error = body?.error;
  if (Array.isArray(error)) return error.map(String);
  const text = typeof error === "string" ? error : (error?.message ?? body?.message);
  return [text, body?.detailInfo].filter(Boolean).map(String);
}

/** The next page of a list. Its address may name another host than the browser's, so only what follows the base counts. */
function nextOf(answer) {
  const [, address] = /<([^>]*)>;\s*rel="next"/.exec(answer.headers.get("link") ?? "") ?? [];
  if (!address) return "";
  const { pathname, search } = new URL(address);
  const base = new URL(".", document.baseURI).pathname;
  return (pathname.startsWith(base) ? pathname.slice(base.length) : pathname.slice(1)) + search;
}

function signedIn(signal) {
  return new Promise((resolve, reject) => {
    const end = onSession(() => {
      if (session().kind === "in") resolve();
      else if (session().kind === "out") reject(new Problem("offline", []));
      else return;
      end();
    });
    signal?.addEventListener("abort", () => {
      end();
      reject(signal.reason);
    });
  });
}
