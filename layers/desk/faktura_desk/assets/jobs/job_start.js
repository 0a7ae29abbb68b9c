// Starting a job: for orders that are named, or for all that are due.
import { html, useEffect, useState } from "../library/view.js";
import { useAttempt } from "../parts/attempt.js";
import { Field } from "../parts/field.js";
import { Failure, Notice } from "../parts/notice.js";
import { go, to, useUnsaved } from "../shell/route.js";
import { orderIds } from "./order_ids.js";
import { base } from "./shop.js";
import { say } from "./words.js";

const SHOWN = 5; // duplicates

/** The form. */
export function NewJob() {
  const [kind, setKind] = useState("MANUAL");
  const [text, setText] = useState("");
  const [isChecked, setChecked] = useState(false);
  const [isLeaving, leave] = useState(false);
  const attempt = useAttempt(`${base()}/jobs/invoices`);
  const [earlier, setEarlier] = useState("");
  useUnsaved((text.trim() !== "" || attempt.isOpen) && !isLeaving, say("unsaved"));
  useEffect(() => void (isLeaving && go(["jobs", "runs", isLeaving])), [isLeaving]); // when nothing asks to stay any more
  const { ids, duplicates, problem } = orderIds(text);
  const wrong = kind === "MANUAL" ? (problem ?? (ids.length ? null : ["no_ids"])) : null;
  const start = async () => {
    setChecked(true);
    setEarlier("");
    if (wrong) return;
    const answer = await attempt.run(kind === "MANUAL" ? { jobType: kind, orderIds: ids } : { jobType: kind });
    if (answer?.isEarlier) setEarlier(answer.body.jobId);
    else if (answer) leave(answer.body.jobId);
  };
  return html`<form class="narrow" novalidate onSubmit=${(event) => (event.preventDefault(), void start())}>
    <h1>${say("start_job")}</h1>
    <fieldset>
      <legend>${say("which_orders")}</legend>
      ${["MANUAL", "AUTOMATIC"].map((one) => html`<label class="choice">
        <input type="radio" name="kind" value=${one} checked=${kind === one} onChange=${() => setKind(one)} />
        <span>${say(`choose_${one}`)}</span>
      </label>`)}
    </fieldset>
    ${kind === "MANUAL" && html`<${Field} label=${say("order_numbers")} rows="10" value=${text} onValue=${setText} spellcheck=${false}
      hint=${say("order_numbers_hint")} problem=${(isChecked || problem) && wrong ? say(...wrong) : undefined} />
      <p class="quiet" role="status">${counted(ids, duplicates)}</p>`}
    ${kind === "AUTOMATIC" && html`<p class="hint">${say("automatic_hint")}</p>`}
    <${Failure} problem=${attempt.problem} onAgain=${start} />
    ${earlier && html`<${Notice}>${say("started_earlier")} <a href=${to(["jobs", "runs", earlier])}>${say("show_job")}</a><//>`}
    <p class="actions">
      <button class="main" disabled=${attempt.isBusy || Boolean(isLeaving)}>${say(attempt.isBusy ? "starting" : "start")}</button>
      <a class="button" href=${to(["jobs"])}>${say("cancel")}</a>
    </p>
  </form>`;
}

function counted(ids, duplicates) {
  if (!ids.length) return "";
  const number = say(ids.length === 1 ? "one_order" : "so_many_orders", { count: ids.length });
  if (!duplicates.length) return number;
  const named = duplicates.slice(0, SHOWN).join(", ") + (duplicates.length > SHOWN ? " …" : "");
  return html`${number} ${say("duplicates")} <bdi>${named}</bdi>`;
}
