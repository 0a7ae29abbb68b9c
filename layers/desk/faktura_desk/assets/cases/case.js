// One case with its invoices. The workshop reads the case itself; the insurer sees it with its invoices.
import { Fragment, html } from "../library/view.js";
import { Failure } from "../parts/notice.js";
import { useRead } from "../parts/read.js";
import { session } from "../shell/session.js";
import { to } from "../shell/route.js";
import { Data } from "./data.js";
import { Found } from "./found.js";
import { useFound } from "./use_found.js";
import { say } from "./words.js";

const NAMES = { partnerId: "partner", plate: "plate" };

/** The page of a case. */
export function OneCase({ guid, query }) {
  const offset = Number.parseInt(query.offset, 10) || 0;
  const found = useFound({ guid }, offset);
  return html`<${Fragment}>
    <h1>${say("case")} <bdi>${guid}</bdi></h1>
    ${session().claims.provider_id ? html`<${Own} guid=${guid} />` : found.items?.length > 0 && html`<${About} about=${found.items[0].case} />`}
    <h2>${say("invoices")}</h2>
    <${Failure} problem=${found.problem} onAgain=${found.again} />
    <${Found} found=${found} offset=${offset} placeOf=${(at) => to(["cases", "case", guid], { offset: at || "" })} isOneCase />
  <//>`;
}

function Own({ guid }) {
  const { body, problem, again } = useRead(`api/v2/cases/${encodeURIComponent(guid)}`);
  if (body) return html`<${About} about=${body} />`;
  return html`<${Failure} problem=${problem} onAgain=${again} />`;
}

/** What is known of the case: texts as a list of facts, everything else as it was sent. */
function About({ about }) {
  const facts = Object.entries(about ?? {}).filter(([name]) => name !== "guid");
  const isPlain = (value) => typeof value !== "object" || value === null || "text" in value;
  return html`<dl class="card facts">
    ${facts.map(([name, value]) => html`<div>
      <dt><bdi>${NAMES[name] ? say(NAMES[name]) : name}</bdi></dt>
      <dd>${isPlain(value) && typeof value !== "boolean" ? html`<bdi>${String(value ?? "–")}</bdi>` : typeof value === "boolean" ? say(value ? "yes" : "no") : html`<${Data} value=${value} />`}</dd>
    </div>`)}
  </dl>`;
}
