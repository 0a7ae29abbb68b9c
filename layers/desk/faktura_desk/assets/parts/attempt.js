// Creating something once, however often it is tried: the same content is sent with the same key.
import { useRef, useState } from "../library/view.js";
import { call, newKey } from "../shell/request.js";

/** `{ isBusy, problem, run(body) }` of a POST to `path` with `query`. `run` gives the answer, or null if it failed or is still running. */
export function useAttempt(path, query = {}) {
  const [state, setState] = useState({ isBusy: false, problem: null });
  const last = useRef({ content: null, key: "" });
  const isRunning = useRef(false);
  const run = async (body) => {
    if (isRunning.current) return null;
    isRunning.current = true;
    const content = JSON.stringify([query, body]);
    if (last.current.content !== content) last.current = { content, key: newKey() };
    setState({ isBusy: true, problem: null });
    try {
      const answer = await call(path, { method: "POST", query, body, key: last.current.key });
      last.current = { content: null, key: "" };
      setState({ isBusy: false, problem: null });
      return answer;
    } catch (problem) {
      if (problem.kind === "refused") last.current = { content: null, key: "" };
      setState({ isBusy: false, problem });
      return null;
    } finally {
      isRunning.current = false;
    }
  };
  return { ...state, run };
}
