// The decision: approve, or reject with a reason. Beside the buttons stands what is decided.
import { html, useEffect, useRef, useState } from "../library/view.js";
import { Failure } from "../parts/notice.js";
import { Field } from "../parts/field.js";
import { amount } from "../shell/language.js";
import { failures } from "./checks.js";
import { useKeys } from "./shortcuts.js";
import { say } from "./words.js";

/** The bar with the decision. `onWrong` is called with the name of a field whose text cannot be sent. */
export function Decision({ review, onWrong }) {
  const [isRejecting, setRejecting] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const approve = useRef();
  const { isBusy, note, state } = review;
  const accept = () => (review.unreadable.length ? onWrong(review.unreadable[0]) : review.decide("approve"));
  const reject = () => (review.unreadable.length ? onWrong(review.unreadable[0]) : note.trim() ? review.decide("reject") : setMissing(true));
  useKeys({
    a: () => (setRejecting(false), approve.current?.focus(), true),
    x: () => (setRejecting(true), true),
  });
  const leave = (event) => event.key === "Escape" && (setRejecting(false), approve.current?.focus());
  const count = Object.keys(review.corrections).length;
  return html`<section class="decision" aria-label=${say("decision")} onKeyDown=${leave}>
    <p class="sum">${summary(review)}</p>
    ${failures(state) > 0 && html`<p class="failure">${failures(state) === 1 ? say("failed_one") : say("failed_many", { count: failures(state) })}</p>`}
    <${Failure} problem=${review.problem} onAgain=${isRejecting ? reject : accept} />
    <${Note} review=${review} isReason=${isRejecting} problem=${isMissing && !note.trim() && say("reason_missing")} />
    <p class="actions">
      ${!isRejecting && html`<button class="main" ref=${approve} disabled=${isBusy} onClick=${accept}>
        ${count === 0 ? say("approve") : count === 1 ? say("approve_one") : say("approve_many", { count })} <kbd aria-hidden="true">A</kbd></button>`}
      ${!isRejecting && html`<button class="danger" disabled=${isBusy} onClick=${() => setRejecting(true)}>${say("reject")} <kbd aria-hidden="true">X</kbd></button>`}
      ${isRejecting && html`<button class="danger" disabled=${isBusy} onClick=${reject}>${say("reject_now")}</button>`}
      ${isRejecting && html`<button onClick=${() => setRejecting(false)}>${say("cancel")}</button>`}
    </p>
    ${isBusy && html`<p class="quiet" role="status">${say("sending")}</p>`}
  </section>`;
}

/** The note, or the reason of a rejection, which has the focus at once. */
function Note({ review, isReason, problem }) {
  const place = useRef();
  useEffect(() => {
    if (isReason || problem) place.current.querySelector("textarea")?.focus();
  }, [isReason, problem]);
  return html`<div class="note" ref=${place}>
    <${Field} label=${say(isReason ? "reason" : "note")} rows=${2} maxlength=${2000} value=${review.note} onValue=${review.write} problem=${problem} />
  </div>`;
}

/** What would be approved, in one line. */
function summary({ base, corrections }) {
  const { totalAmount, currency, invoiceNumber } = { ...base, ...corrections };
  const total = totalAmount === null || totalAmount === undefined ? say("no_total") : amount(totalAmount, currency ?? "");
  return html`<strong>${total}</strong> · ${say("number")} <bdi>${invoiceNumber ?? "–"}</bdi>`;
}
