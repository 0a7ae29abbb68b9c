// A labelled input. `hint` is below it, `problem` is read out with it.
import { html, useId } from "../library/view.js";

/** An input, a `textarea` (rows) or a select (options: [value, title] pairs). Other terms go to the element. */
export function Field({ label, hint, problem, options, rows, value, onValue, ...terms }) {
  const id = useId();
  const said = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  const common = {
    id,
    value: value ?? "",
    "aria-describedby": said || undefined,
    "aria-invalid": problem ? "true" : undefined,
    onInput: (event) => onValue?.(event.target.value),
    ...terms,
  };
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${options
      ? html`<select ...${common}>${options.map(([one, title]) => html`<option value=${one}>${title}</option>`)}</select>`
      : rows
        ? html`<textarea rows=${rows} ...${common}></textarea>`
        : html`<input ...${common} />`}
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
    ${problem && html`<p class="wrong" id=${`${id}-problem`}>${problem}</p>`}
  </div>`;
}
