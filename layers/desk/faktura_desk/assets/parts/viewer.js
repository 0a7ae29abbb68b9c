// A PDF of an API in the browser's own viewer, with a link that saves it.
import { html, useEffect, useState } from "../library/view.js";
import { call } from "../shell/request.js";
import { Dialog } from "./dialog.js";
import { Failure } from "./notice.js";
import { say } from "./words.js";

/** A dialog with the PDF at `path`. */
export function Viewer({ title, path, query, name, onClose }) {
  const [state, setState] = useState({});
  const load = async () => {
    setState({});
    try {
      const { body } = await call(path, { query, as: "blob", headers: { Accept: "application/pdf" } });
      setState({ address: URL.createObjectURL(new Blob([body], { type: "application/pdf" })) });
    } catch (problem) {
      setState({ problem });
    }
  };
  useEffect(() => void load(), [path]);
  useEffect(() => () => state.address && URL.revokeObjectURL(state.address), [state.address]);
  return html`<${Dialog} title=${title} onClose=${onClose} wide>
    ${state.problem && html`<${Failure} problem=${state.problem} onAgain=${load} />`}
    ${!state.problem && !state.address && html`<p role="status">${say("loading")}</p>`}
    ${state.address && html`<iframe class="pdf" title=${title} src=${state.address}></iframe>`}
    <p class="actions">
      ${state.address && html`<a class="button" href=${state.address} download=${name}>${say("save")}</a>`}
      <button onClick=${onClose}>${say("close")}</button>
    </p>
  <//>`;
}
