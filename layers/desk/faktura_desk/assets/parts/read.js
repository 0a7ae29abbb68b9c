// One thing that is read from an API.
import { useEffect, useRef, useState } from "../library/view.js";
import { call } from "../shell/request.js";

/** `{ body, problem, again }` of what is at `path`; read anew when the path changes. */
export function useRead(path) {
  const [state, setState] = useState({ body: null, problem: null });
  const running = useRef(null);
  const again = async () => {
    running.current?.abort();
    const control = (running.current = new AbortController());
    setState({ body: null, problem: null });
    try {
      const { body } = await call(path, { signal: control.signal });
      setState({ body, problem: null });
    } catch (problem) {
      if (!control.signal.aborted) setState({ body: null, problem });
    }
  };
  useEffect(() => {
    again();
    return () => running.current?.abort();
  }, [path]);
  return { ...state, again };
}
