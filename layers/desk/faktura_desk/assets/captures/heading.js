// The heading of a page, which has the focus when the page opens.
import { html, useEffect, useRef } from "../library/view.js";

/** The page's heading. It takes the focus when `subject` changes. */
export function Heading({ subject = "", children }) {
  const element = useRef();
  useEffect(() => element.current.focus({ preventScroll: true }), [subject]);
  return html`<h1 tabindex="-1" ref=${element}>${children}</h1>`;
}
