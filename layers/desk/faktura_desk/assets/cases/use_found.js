// What a search finds.
import { useEffect, useRef, useState } from "../library/view.js";
import { call } from "../shell/request.js";

/** Invoices on a page. */
export const LIMIT = 25;

/** `{ items, count, problem, isLoading, again }`; without filters (null) nothing is asked. */
export function useFound(filters, offset) {
  const [state, setState] = useState({ items: null, isLoading: Boolean(filters) });
  const running = useRef(null);
  const body = filters && { filters, pagination: { offset: Math.max(0, offset), limit: LIMIT } };
  const again = async () => {
    running.current?.abort();
    if (!body) return setState({ items: null });
    const control = (running.current = new AbortController());
    setState((state) => ({ ...state, problem: null, isLoading: true }));
    try {
      const answer = await call("api/v2/invoices/find", { method: "POST", body, signal: control.signal });
      setState({ items: answer.body.data, count: answer.body.pagination.count });
    } catch (problem) {
      if (!control.signal.aborted) setState({ items: null, problem });
    }
    return undefined;
  };
  useEffect(() => {
    again();
    return () => running.current?.abort();
  }, [JSON.stringify(body)]);
  return { ...state, again };
}
