// Creating something once, whatever becomes of the answer and whatever is typed meanwhile.
// A request whose outcome is not known is asked for again with its own key and its own body, until it is known: only then another may follow.
import { useRef, useState } from "../library/view.js";
import { call, newKey, Problem } from "../shell/request.js";

const KEPT = 23 * 3_600_000; // milliseconds for which the APIs know a key, less an hour
const SAYS_NOTHING = [401, 403, 408, 425, 429]; // told before the API looks whether it knows the key

/** Requests that create, one after the other. `isOpen`: the outcome of the last one is not known. */
export class Attempts {
  #open = null;

  get isOpen() {
    return this.#open !== null;
  }

  /**
   * POST `body` to `path`, but first whatever is open. Returns the answer with `isEarlier`: it is the answer to an earlier request, which
   * asked for something else, and this one was not sent. `tags` of `query` are then those of the earlier one. Throws `Problem`.
   */
  async send(path, body, query = {}) {
    const content = JSON.stringify([path, query, body]);
    const isRepeated = this.isOpen;
    this.#open ??= { path, body, query, content, key: newKey(), since: Date.now() };
    const sent = this.#open;
    const isEarlier = sent.content !== content;
    if (Date.now() - sent.since > KEPT) return this.#forget();
    try {
      const answer = await call(sent.path, { method: "POST", query: sent.query, body: sent.body, key: sent.key });
      this.#open = null;
      return { ...answer, isEarlier, query: sent.query };
    } catch (problem) {
      if (isInUse(problem)) throw new Problem("in_use", []);
      if (!isRefused(problem, isRepeated)) throw problem;
      this.#open = null;
      if (isEarlier) return this.send(path, body, query); // nothing came of the earlier one
      throw problem;
    }
  }

  /** The key is too old to ask with: the person looks, once, and then begins anew. */
  #forget() {
    this.#open = null;
    throw new Problem("too_old", []);
  }
}

/**
 * `{ isBusy, problem, isOpen, run(body) }` of a POST to `path` with `query`. `run` gives the answer as `Attempts` does, or null if it failed
 * or is still running.
 */
export function useAttempt(path, query = {}) {
  const [state, setState] = useState({ isBusy: false, problem: null });
  const attempts = useRef(null);
  attempts.current ??= new Attempts();
  const isRunning = useRef(false);
  const run = async (body) => {
    if (isRunning.current) return null;
    isRunning.current = true;
    setState({ isBusy: true, problem: null });
    try {
      const answer = await attempts.current.send(path, body, query);
      setState({ isBusy: false, problem: null });
      return answer;
    } catch (problem) {
      setState({ isBusy: false, problem });
      return null;
    } finally {
      isRunning.current = false;
    }
  };
  return { ...state, isOpen: attempts.current.isOpen, run };
}

/** Whether the request certainly did nothing. Of one that is repeated, that is only said by an API that has looked for its key. */
function isRefused({ kind, status }, isRepeated) {
  return kind === "refused" && !(isRepeated && SAYS_NOTHING.includes(status)) && status !== 408;
}

function isInUse({ status, messages }) {
  return status === 409 && messages?.some((one) => one.includes("Idempotency-Key"));
}
