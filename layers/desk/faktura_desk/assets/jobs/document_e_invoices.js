// The e-invoices of a document: those that there are, and what the others lack.
import { Fragment, html, useState } from "../library/view.js";
import { saveFile } from "../parts/download.js";
import { Failure } from "../parts/notice.js";
import { call } from "../shell/request.js";
import { say } from "./words.js";

const FORMATS = ["factur-x", "xrechnung-cii", "xrechnung-ubl", "peppol-bis", "cii", "ubl"];

/** The table of the formats. */
export function EInvoices({ found, path }) {
  const [state, setState] = useState({});
  const save = async (format) => {
    setState({ busy: format });
    try {
      const { body } = await call(path, { query: { format }, as: "blob", headers: { Accept: "*/*" } });
      saveFile(body, format === "factur-x" ? `${found.number}.pdf` : `${found.number}-${format}.xml`);
      setState({ saved: format });
    } catch (problem) {
      setState({ problem, format });
    }
  };
  const { formats, missing } = found.eInvoice;
  const shown = [...FORMATS, ...[...formats, ...Object.keys(missing)].filter((one) => !FORMATS.includes(one))];
  return html`<${Fragment}>
    <div class="table" tabindex="0" role="region" aria-label=${say("e_invoices")}><table>
      <thead><tr><th scope="col">${say("format")}</th><th scope="col">${say("state")}</th></tr></thead>
      <tbody>${shown.map((format) => html`<tr key=${format}>
        <th scope="row">${titleOf(format)}</th>
        <td>${formats.includes(format)
          ? html`<button disabled=${state.busy === format} onClick=${() => save(format)} aria-label=${say("save_format", { format: titleOf(format) })}>${say("save")}</button>`
          : html`<${Missing} terms=${missing[format] ?? []} />`}</td>
      </tr>`)}</tbody>
    </table></div>
    <p class="quiet" role="status">${state.saved && say("saved_format", { format: titleOf(state.saved) })}</p>
    <${Failure} problem=${state.problem} onAgain=${() => save(state.format)} />
  <//>`;
}

function titleOf(format) {
  return FORMATS.includes(format) ? say(`format_${format.replaceAll("-", "_")}`) : format;
}

function Missing({ terms }) {
  return html`<details>
    <summary>${say("missing", { count: terms.length })}</summary>
    <ul>${terms.map((one) => html`<li><bdi>${one}</bdi></li>`)}</ul>
    <p class="hint">${say("missing_hint")}</p>
  </details>`;
}
