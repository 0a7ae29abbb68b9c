// The shop's jobs, the newest first.
import { Fragment, html } from "../library/view.js";
import { ListEnd, useList } from "../parts/list.js";
import { moment, quantity } from "../shell/language.js";
import { to } from "../shell/route.js";
import { base, mayManage } from "./shop.js";
import { say } from "./words.js";

/** The list of jobs. */
export function Jobs() {
  const list = useList(`${base()}/jobs/invoices`, { pageSize: 50 });
  return html`<${Fragment}>
    <div class="title">
      <h1>${say("jobs")}</h1>
      <p class="actions">
        ${mayManage() && html`<a class="button main" href=${to(["jobs", "new"])}>${say("start_job")}</a>`}
        <button onClick=${list.reload}>${say("refresh")}</button>
      </p>
    </div>
    ${list.items?.length > 0 && html`<${Rows} items=${list.items} />`}
    <${ListEnd} list=${list} empty=${say(mayManage() ? "no_jobs_manage" : "no_jobs")} />
  <//>`;
}

function Rows({ items }) {
  return html`<div class="table" tabindex="0" role="region" aria-label=${say("jobs")}><table>
    <thead><tr>
      <th scope="col">${say("created")}</th><th scope="col">${say("kind_of_job")}</th>
      <th scope="col" class="amount">${say("orders")}</th><th scope="col">${say("state")}</th>
    </tr></thead>
    <tbody>${items.map((job) => html`<tr key=${job.jobId}>
      <th scope="row"><a href=${to(["jobs", "runs", job.jobId])}>${moment(job.createdAt)}</a></th>
      <td>${say(job.jobType === "AUTOMATIC" ? "automatic" : "manual")}</td>
      <td class="amount">${job.orders === undefined || job.orders === null ? "–" : quantity(job.orders)}</td>
      <td><span class=${`badge ${job.jobStatus === "DONE" ? "good" : "warn"}`}>${say(job.jobStatus === "DONE" ? "done" : "running")}</span></td>
    </tr>`)}</tbody>
  </table></div>`;
}
