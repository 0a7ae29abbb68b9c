// One job: its progress while it runs, and what became of each order.
import { Fragment, html, useRef, useState } from "../library/view.js";
import { Loading } from "../parts/loading.js";
import { Failure } from "../parts/notice.js";
import { useAttempt } from "../parts/attempt.js";
import { usePolled } from "../parts/poll.js";
import { call } from "../shell/request.js";
import { go } from "../shell/route.js";
import { Outcomes } from "./job_outcomes.js";
import { base, mayManage } from "./shop.js";
import { say } from "./words.js";

const PAGE_SIZE = 1000;

/** The page of a job. */
export function OneJob({ id }) {
  const path = `${base()}/jobs/invoices/${encodeURIComponent(id)}`;
  const pages = useRef([]);
  const read = (signal) => whole(path, pages.current, signal);
  const { found: job, problem, again } = usePolled(path, read, ({ jobStatus }) => jobStatus === "DONE");
  return html`<${Fragment}>
    <h1>${say(job?.jobType === "AUTOMATIC" ? "automatic_job" : "job")}</h1>
    ${!job && html`<${Loading} problem=${problem} onAgain=${again} />`}
    ${job && html`<${Fragment}>
      <${Progress} job=${job} />
      ${problem && html`<${Failure} problem=${problem} onAgain=${again} />`}
      ${job.jobStatus === "DONE" && mayManage() && html`<${Retry} orders=${job.orders} />`}
      <${Outcomes} orders=${job.orders} />
    <//>`}
  <//>`;
}

/** The job with all its orders. A page of orders that are finished is not read again. */
async function whole(path, pages, signal) {
  let job = null;
  for (let number = 1, isMore = true; isMore; number += 1) {
    const known = pages[number - 1];
    const isLast = !known?.isMore;
    if (known?.isFinished && !isLast) continue;
    const { body, next } = await call(path, { query: { pageNumber: number, pageSize: PAGE_SIZE }, signal });
    const isFinished = body.orders.length > 0 && body.orders.every(({ orderStatus }) => orderStatus !== "PENDING");
    pages[number - 1] = { orders: body.orders, isFinished, isMore: next !== "" };
    job = body;
    isMore = next !== "";
  }
  return { ...job, orders: pages.flatMap(({ orders }) => orders) };
}

/** A bar that moves, and a sentence that is read out when the job begins and when it ends. */
function Progress({ job: { jobStatus, orders } }) {
  const count = (status) => orders.filter(({ orderStatus }) => orderStatus === status).length;
  const [success, failure] = [count("SUCCESS"), count("FAILURE")];
  const isDone = jobStatus === "DONE";
  return html`<div class="card progress">
    <p role="status">${isDone ? ended(success, failure) : say("is_running")}</p>
    ${!isDone && html`<${Fragment}>
      <progress aria-label=${say("progress")} max=${orders.length || 1} value=${orders.length ? success + failure : undefined}></progress>
      <p class="quiet">${orders.length ? say("so_far", { done: success + failure, all: orders.length, failure }) : say("selecting")}</p>
    <//>`}
  </div>`;
}

function ended(success, failure) {
  if (!success && !failure) return say("ended_empty");
  return failure ? say("ended_mixed", { success, failure }) : say("ended_well", { success });
}

/** A button that starts a new job with the orders that failed. */
function Retry({ orders }) {
  const failed = orders.filter(({ orderStatus }) => orderStatus === "FAILURE").map(({ orderId }) => orderId);
  const attempt = useAttempt(`${base()}/jobs/invoices`);
  const [isLeaving, leave] = useState(false);
  if (!failed.length) return null;
  const run = async () => {
    const answer = await attempt.run({ jobType: "MANUAL", orderIds: failed });
    if (answer) leave(true), go(["jobs", "runs", answer.body.jobId]);
  };
  return html`<div class="retry">
    <button onClick=${run} disabled=${attempt.isBusy || isLeaving}>${say(attempt.isBusy ? "starting" : "retry", { count: failed.length })}</button>
    <p class="hint">${say("retry_hint")}</p>
    <${Failure} problem=${attempt.problem} onAgain=${run} />
  </div>`;
}
