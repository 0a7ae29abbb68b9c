// Reads again and again while something runs: less often the longer it takes, and not at all while nobody looks.
import { useEffect, useRef, useState } from "../library/view.js";

const FIRST_PAUSE = 700; // milliseconds
const LONGEST_PAUSE = 15_000;
const GROWTH = 1.4;

/**
 * `{ found, problem, again }`: what `read(signal)` gives, read anew until `isDone(found)`.
 * A failure ends it until `again()`; a change of `name` begins anew.
 */
export function usePolled(name, read, isDone) {
  const [state, setState] = useState({ found: null, problem: null });
  const running = useRef(null);
  const begin = () => {
    running.current?.abort();
    const control = (running.current = new AbortController());
    setState((state) => ({ ...state, problem: null }));
    void follow(read, isDone, control.signal, (change) => setState((state) => ({ ...state, ...change })));
  };
  useEffect(() => {
    setState({ found: null, problem: null });
    begin();
    return () => running.current?.abort();
  }, [name]);
  return { ...state, again: begin };
}

async function follow(read, isDone, signal, tell) {
  try {
    for (let pause = FIRST_PAUSE; !signal.aborted; pause = Math.min(pause * GROWTH, LONGEST_PAUSE)) {
      const found = await read(signal);
      if (signal.aborted) return;
      tell({ found });
      if (isDone(found)) return;
      await waited(pause, signal);
      await inSight(signal);
    }
  } catch (problem) {
    if (!signal.aborted) tell({ problem });
  }
}

function waited(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()));
  });
}

function inSight(signal) {
  if (!document.hidden) return undefined;
  return new Promise((resolve) => {
    document.addEventListener("visibilitychange", resolve, { once: true, signal });
    signal.addEventListener("abort", resolve);
  });
}
