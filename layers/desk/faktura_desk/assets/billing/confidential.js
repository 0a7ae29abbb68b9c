// Reading what may be confidential: first without its tag, which tells whether it is, then with it.
import { html, useEffect, useRef, useState } from "../library/view.js";
import { Notice } from "../parts/notice.js";
import { call } from "../shell/request.js";
import { may } from "../shell/session.js";
import { say } from "./words.js";

/** What stands for confidential amounts and texts. */
export function Redacted() {
  return html`<${Notice}>${say(may("tags:immigration") ? "redacted_now" : "redacted")}<//>`;
}

/** `{ body, isConfidential, problem, again }` of an invoice or a payment; redacted unless `tag` shows it. */
export function useConfidential(path, tag) {
  const [state, setState] = useState({ body: null, isConfidential: false, problem: null });
  const running = useRef(null);
  const again = async () => {
    running.current?.abort();
    const control = (running.current = new AbortController());
    setState({ body: null, isConfidential: false, problem: null });
    try {
      let { body } = await call(path, { signal: control.signal });
      const isConfidential = body.redacted;
      if (isConfidential && tag) ({ body } = await call(path, { query: { tags: tag }, signal: control.signal }));
      setState({ body, isConfidential, problem: null });
    } catch (problem) {
      if (!control.signal.aborted) setState({ body: null, isConfidential: false, problem });
    }
  };
  useEffect(() => {
    if (path) again();
    return () => running.current?.abort();
  }, [path, tag]);
  return { ...state, again };
}
