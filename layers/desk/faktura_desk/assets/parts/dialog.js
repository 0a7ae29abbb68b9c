// A dialog over the page, by the browser's own <dialog>: it keeps the focus within and closes with Escape.
import { html, useEffect, useId, useRef } from "../library/view.js";

/** A modal dialog. Without `onClose` it cannot be dismissed. */
export function Dialog({ title, onClose, children, wide = false }) {
  const element = useRef();
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    element.current.showModal();
    return () => before?.focus?.();
  }, []);
  const cancel = (event) => {
    event.preventDefault();
    onClose?.();
  };
  return html`<dialog ref=${element} class=${wide ? "wide" : ""} aria-labelledby=${id} onCancel=${cancel}>
    <h2 id=${id}>${title}</h2>
    ${children}
  </dialog>`;
}
