// What the desk draws with: Preact, its hooks, and `html`, which writes elements as they look in HTML.
// Texts in a template are always text: markup in them is shown, never run.
import htm from "./htm.js";
import { h } from "./preact.js";

export { Fragment, render } from "./preact.js";
export { useCallback, useEffect, useErrorBoundary, useId, useLayoutEffect, useMemo, useReducer, useRef, useState } from "./hooks.js";

export const html = htm.bind(h);
