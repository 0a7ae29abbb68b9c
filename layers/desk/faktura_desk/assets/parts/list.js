// A list that is read page by page.
import { html, useEffect, useRef, useState } from "../library/view.js";
import { call } from "../shell/request.js";
import { Failure } from "./notice.js";
import { say } from "./words.js";

/** `{ items, isLoading, problem, next, more(), reload() }` of a list at `path`; it begins anew when path or query change. */
export function useList(path, query = {}) {
  const [state, setState] = useState({ items: null, isLoading: true, problem: null, next: "" });
  const running = useRef(null);
  const wanted = JSON.stringify([path, query]);
  const read = async (address, terms, before) => {
    running.current?.abort();
    const control = (running.current = new AbortController());
    setState((state) => ({ ...state, items: before, isLoading: true, problem: null }));
    try {
      const { body, next } = await call(address, { query: terms, signal: control.signal });
      setState({ items: [...(before ?? []), ...body], isLoading: false, problem: null, next });
    } catch (problem) {
      if (problem.name === "AbortError") return;
      setState((state) => ({ ...state, isLoading: false, problem }));
    }
  };
  const reload = () => read(path, query, null);
  const more = () => read(state.next, {}, state.items);
  useEffect(() => {
    reload();
    return () => running.current?.abort();
  }, [wanted]);
  return { ...state, more, reload, retry: state.items?.length && state.next ? more : reload };
}

/** The state of a list below its rows: loading, a failure, nothing found, or a button for more. */
export function ListEnd({ list, empty }) {
  if (list.problem) return html`<${Failure} problem=${list.problem} onAgain=${list.retry} />`;
  if (list.isLoading) return html`<p class="quiet" role="status">${say("loading")}</p>`;
  if (!list.items.length && !list.next) return html`<p class="quiet" role="status">${empty ?? say("nothing")}</p>`;
  return list.next ? html`<p><button onClick=${list.more}>${say("more")}</button></p>` : null;
}
