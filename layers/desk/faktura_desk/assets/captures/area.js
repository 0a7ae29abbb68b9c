// The review of captured invoices: the queue, one document, and how accurate the readings are.
import { Fragment, html } from "../library/view.js";
import { to } from "../shell/route.js";
import { Accuracy } from "./accuracy.js";
import { Queue } from "./queue.js";
import { Review } from "./review.js";
import { say } from "./words.js";

/** The area's pages: none for the queue, "accuracy", or the id of a request. */
export function Area({ path: [page], query }) {
  if (page && page !== "accuracy") return html`<${Review} key=${page} requestId=${page} query=${query} />`;
  return html`<${Fragment}>
    <nav class="subnav" aria-label=${say("pages")}>
      <a href=${to(["captures"])} aria-current=${page ? undefined : "page"}>${say("queue")}</a>
      <a href=${to(["captures", "accuracy"])} aria-current=${page ? "page" : undefined}>${say("accuracy")}</a>
    </nav>
    ${page ? html`<${Accuracy} query=${query} />` : html`<${Queue} query=${query} />`}
  <//>`;
}
