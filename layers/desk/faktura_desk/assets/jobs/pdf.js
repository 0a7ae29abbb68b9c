// The PDF of an invoice or a credit note. Its address works for a few minutes, so each click asks for a new one.
import { Fragment, html, useState } from "../library/view.js";
import { saveFrom } from "../parts/download.js";
import { Failure } from "../parts/notice.js";
import { call } from "../shell/request.js";
import { base } from "./shop.js";
import { say } from "./words.js";

/** A button that saves the PDF. */
export function SavePdf({ id, number, isSmall }) {
  const [state, setState] = useState({});
  const save = async () => {
    setState({ isBusy: true });
    try {
      const { body } = await call(`${base()}/invoices/${encodeURIComponent(id)}`);
      saveFrom(body.downloadLink);
      setState({});
    } catch (problem) {
      setState({ problem });
    }
  };
  return html`<${Fragment}>
    <button class=${isSmall ? "plain small" : ""} disabled=${state.isBusy} onClick=${save}
      aria-label=${isSmall ? say("save_pdf_of", { number }) : undefined}>${say("save_pdf")}</button>
    <${Failure} problem=${state.problem} onAgain=${save} />
  <//>`;
}
