// The office's area: invoices and payments of one office, by the routes behind #/billing.
import { Fragment, html, useState } from "../library/view.js";
import { Exports } from "../exports/exports.js";
import { to } from "../shell/route.js";
import { may } from "../shell/session.js";
import { ClientPage } from "./client_page.js";
import { Detached } from "./detached.js";
import { InvoicePage } from "./invoice_page.js";
import { Invoices } from "./invoices.js";
import { PaymentPage } from "./payment_page.js";
import { Report } from "./report.js";
import { say } from "./words.js";

const PAGES = { invoices: Invoices, detached: Detached, report: Report, clients: ClientPage, exports: ExportsPage };
const TAG = "immigration";

/** The area's pages. */
export function Area({ path, query }) {
  const [isOpen, setOpen] = useState(false); // whether confidential things are shown
  const [place = "invoices", id = ""] = path;
  const given = { id, query, tag: isOpen ? TAG : "" };
  return html`<${Fragment}>
    <${Places} place=${place} isOpen=${isOpen} onOpen=${setOpen} />
    ${place === "invoices" && id && html`<${InvoicePage} key=${`invoice ${id} ${given.tag}`} ...${given} />`}
    ${place === "payments" && html`<${PaymentPage} key=${`payment ${id} ${given.tag}`} ...${given} />`}
    ${PAGES[place] && !(place === "invoices" && id) && html`<${PAGES[place]} key=${place} ...${given} />`}
    ${!PAGES[place] && place !== "payments" && html`<h1>${say("no_page")}</h1>`}
  <//>`;
}

function ExportsPage({ tag }) {
  return html`<${Exports} path="api/exports" formats=${["CSV", "XLSX", "DATEV"]} accounts="office" query=${tag ? { tags: tag } : {}} />`;
}

function Places({ place, isOpen, onOpen }) {
  const link = (name) => html`<a href=${to(["billing", name])} aria-current=${name === place ? "page" : undefined}>${say(name)}</a>`;
  return html`<nav class="subnav" aria-label=${say("places")}>
    ${["invoices", "detached", "clients", "report", "exports"].map(link)}
    ${may(`tags:${TAG}`) &&
    html`<label class="choice">
      <input type="checkbox" checked=${isOpen} onChange=${(event) => onOpen(event.target.checked)} /> ${say("show_confidential")}
    </label>`}
  </nav>`;
}
