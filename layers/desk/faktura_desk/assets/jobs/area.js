// The shop: jobs that turn orders into invoices, the invoices and credit notes, and exports of a period.
import { Fragment, html } from "../library/view.js";
import { Exports } from "../exports/exports.js";
import { to } from "../shell/route.js";
import { Credit } from "./credit.js";
import { Documents } from "./document_list.js";
import { OneDocument } from "./document.js";
import { Jobs } from "./job_list.js";
import { OneJob } from "./job.js";
import { NewJob } from "./job_start.js";
import { base, mayManage } from "./shop.js";
import { say } from "./words.js";

const PLACES = [
  [[], "jobs"],
  [["invoices"], "documents"],
  [["exports"], "exports"],
];

/** The area's pages. */
export function Area({ path, query }) {
  return html`<${Fragment}>
    <nav class="subnav" aria-label=${say("pages")}>
      ${PLACES.map(([place, name]) => html`<a href=${to(["jobs", ...place])} aria-current=${isWithin(path, place) ? "page" : undefined}>${say(name)}</a>`)}
    </nav>
    <${Page} path=${path} query=${query} />
  <//>`;
}

function Page({ path: [place = "", id, part], query }) {
  if (place === "") return html`<${Jobs} />`;
  if (place === "new" && mayManage()) return html`<${NewJob} />`;
  if (place === "runs" && id) return html`<${OneJob} key=${id} id=${id} />`;
  if (place === "invoices" && !id) return html`<${Documents} query=${query} />`;
  if (place === "invoices" && part === "credit" && mayManage()) return html`<${Credit} key=${id} id=${id} />`;
  if (place === "invoices" && !part) return html`<${OneDocument} key=${id} id=${id} />`;
  if (place === "exports") return html`<${Exports} path=${`${base()}/exports`} formats=${["CSV", "XLSX", "DATEV", "ZIP"]} />`;
  return html`<h1>${say("no_page_title")}</h1><p>${say("no_page")}</p>`;
}

function isWithin([first = ""], [wanted = ""]) {
  return wanted ? first === wanted : !["invoices", "exports"].includes(first);
}
