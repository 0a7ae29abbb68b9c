// How often the readings were right, by field and confidence, from what reviewers let stand.
import { html, useEffect, useState } from "../library/view.js";
import { Field } from "../parts/field.js";
import { Failure, Notice } from "../parts/notice.js";
import { quantity } from "../shell/language.js";
import { call } from "../shell/request.js";
import { go } from "../shell/route.js";
import { Heading } from "./heading.js";
import { say } from "./words.js";

const FEW = 20; // documents; below, a share says little

/** The accuracy page, with the dates of the address. */
export function Accuracy({ query: { from = "", to = "" } }) {
  const [state, setState] = useState({});
  const load = () => {
    setState({});
    return call("api/v1/capture/accuracy", { query: { from, to } }).then(({ body }) => setState({ body }), (problem) => setState({ problem }));
  };
  useEffect(() => void load(), [from, to]);
  const change = (name) => (value) => go(["captures", "accuracy"], { from, to, [name]: value }, true);
  return html`<div class="accuracy">
    <${Heading}>${say("accuracy_title")}<//>
    <p class="lead">${say("accuracy_meaning")}</p>
    <form class="search" onSubmit=${(event) => event.preventDefault()}><div class="fields">
      <${Field} label=${say("reviewed_from")} type="date" value=${from} onValue=${change("from")} />
      <${Field} label=${say("reviewed_to")} type="date" value=${to} onValue=${change("to")} />
    </div></form>
    ${state.problem?.status === 403 ? html`<${Notice}>${say("accuracy_forbidden")}<//>` : html`<${Failure} problem=${state.problem} onAgain=${load} />`}
    ${!state.problem && !state.body && html`<p class="quiet" role="status">${say("loading")}</p>`}
    ${state.body && html`<${Result} body=${state.body} />`}
  </div>`;
}

function Result({ body: { documents, fields } }) {
  const names = Object.keys(fields).filter((name) => fields[name].length);
  if (!documents) return html`<p role="status">${say("accuracy_none")}</p>`;
  return html`<div>
    <p role="status">${documents === 1 ? say("accuracy_one") : say("accuracy_count", { count: documents })}</p>
    <ul class="overall">${names.map((name) => html`<li class="card"><${Overall} name=${name} bands=${fields[name]} /></li>`)}</ul>
    <div class="table" tabindex="0" role="region" aria-label=${say("accuracy_title")}><table>
      <caption class="unseen">${say("accuracy_title")}</caption>
      <thead><tr>
        <th scope="col">${say("field")}</th><th scope="col">${say("confidence")}</th><th scope="col">${say("document_says")}</th>
        <th scope="col" class="amount">${say("documents")}</th><th scope="col" class="amount">${say("right")}</th><th scope="col">${say("share")}</th>
      </tr></thead>
      <tbody>${names.map((name) => fields[name].map((band, index) => html`<${Band} name=${name} band=${band} isFirst=${index === 0} />`))}</tbody>
    </table></div>
  </div>`;
}

/** In words: how often a field was right if the document vouched for it. */
function Overall({ name, bands }) {
  const vouched = sumOf(bands.filter((band) => band.vouchedFor !== false));
  const others = sumOf(bands.filter((band) => band.vouchedFor === false));
  return html`<h2>${title(name)}</h2>
    <p>${vouched.documents > 0 ? say("overall_vouched", { share: percent(vouched), ...vouched }) : say("overall_none")}
    ${others.documents > 0 && html` ${say("overall_others", { share: percent(others), ...others })}`}</p>`;
}

function Band({ name, band, isFirst }) {
  const isFew = band.documents < FEW;
  return html`<tr class=${isFirst ? "first" : ""}>
    <th scope="row">${title(name)}</th>
    <td>${band.from === band.to ? `${band.from}\u00a0%` : `${band.from}–${band.to}\u00a0%`}</td>
    <td>${say(band.vouchedFor === false ? "does_not_vouch" : "vouches")}</td>
    <td class="amount">${quantity(band.documents)}</td>
    <td class="amount">${quantity(band.right)}</td>
    <td><span class="share"><meter aria-hidden="true" min="0" max=${band.documents} value=${band.right}></meter> ${percent(band)}</span>
      ${isFew && html` <span class="hint">${say("few")}</span>`}</td>
  </tr>`;
}

function sumOf(bands) {
  return bands.reduce((sum, { documents, right }) => ({ documents: sum.documents + documents, right: sum.right + right }), { documents: 0, right: 0 });
}

/** A share in percent, rounded down, so that 100 % means every one. */
function percent({ documents, right }) {
  return `${quantity(documents ? Math.floor((right * 1000) / documents) / 10 : 0)}\u00a0%`;
}

function title(name) {
  return say(name === "practiceName" ? "field_practice.practiceName" : `field_${name}`);
}
