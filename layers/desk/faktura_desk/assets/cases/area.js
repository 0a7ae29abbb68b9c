// The cases: finding invoices by conditions, and one case with its invoices.
import { Fragment, html } from "../library/view.js";
import { Exports } from "../exports/exports.js";
import { to } from "../shell/route.js";
import { session } from "../shell/session.js";
import { OneCase } from "./case.js";
import { Find } from "./find.js";
import { say } from "./words.js";

/** The area's pages. */
export function Area({ path, query }) {
  const [place = ""] = path;
  const link = (name, at) => html`<a href=${to(["cases", ...at])} aria-current=${(place === "exports") === (at.length > 0) ? "page" : undefined}>${say(name)}</a>`;
  return html`<${Fragment}>
    <nav class="subnav" aria-label=${say("pages")}>${link("find", [])}${link("exports", ["exports"])}</nav>
    <${Page} path=${path} query=${query} />
  <//>`;
}

function Page({ path: [place = "", id], query }) {
  if (place === "") return html`<${Find} query=${query} />`;
  if (place === "case" && id) return html`<${OneCase} key=${id} guid=${id} query=${query} />`;
  if (place === "exports") return html`<${Exports} path="api/v2/exports" formats=${["CSV", "XLSX", ...(isProvider() ? ["DATEV"] : [])]} accounts="provider" />`;
  return html`<h1>${say("no_page_title")}</h1><p>${say("no_page")}</p>`;
}

/** A provider books what it has invoiced. A partner's books need more than these invoices say. */
function isProvider() {
  return Boolean(session().claims?.provider_id);
}
