// One document: the picture of its pages beside its fields, and the decision.
import { Fragment, html, useEffect, useState } from "../library/view.js";
import { Failure, Notice } from "../parts/notice.js";
import { moment } from "../shell/language.js";
import { go, to, useUnsaved } from "../shell/route.js";
import { checksOf, checksOfDocument } from "./checks.js";
import { Conflict } from "./conflict.js";
import { Decision } from "./decision.js";
import { fetchAhead } from "./documents.js";
import { entryOf, fieldOf } from "./draft.js";
import { Fields, fieldsOf, toneOf } from "./fields.js";
import { Heading } from "./heading.js";
import { lastDecision, Told } from "./last.js";
import { Lines } from "./lines.js";
import { Picture } from "./picture.js";
import { State } from "./queue.js";
import { useReview } from "./review_state.js";
import { following, preceding } from "./sequence.js";
import { Keys, useKeys } from "./shortcuts.js";
import { Trail } from "./trail.js";
import { say } from "./words.js";

/** The review of a request, within the queue with the filters of the address. */
export function Review({ requestId, query }) {
  const review = useReview(requestId);
  const nextId = useNext(requestId, query, review.state);
  useUnsaved(review.isDirty, say("unsaved"));
  useEffect(() => {
    if (review.decided) leave(review, requestId, query, nextId);
  }, [review.decided]);
  const { state, problemOfDocument: problem } = review;
  if (problem) return html`<${Missing} problem=${problem} onAgain=${review.load} query=${query} />`;
  if (!state) return html`<p class="quiet" role="status">${say("loading")}</p>`;
  return html`<div class="review">
    <${Head} ...${{ state, base: review.base, query, requestId, nextId }} />
    <${Told} />
    ${review.base ? html`<${Desk} review=${review} query=${query} requestId=${requestId} nextId=${nextId} />` : html`<${NoData} state=${state} />`}
  </div>`;
}

function Head({ state, base, query, requestId, nextId }) {
  const before = preceding(query, requestId);
  const source = state.source === "PIMS" ? "from_practice" : state.readFrom === "E_INVOICE" ? "from_e_invoice" : "from_pages";
  return html`<header class="title">
    <p class="way"><a href=${to(["captures"], query)}>‹ ${say("queue")}</a></p>
    <${Heading} subject=${requestId}><bdi>${base?.practice?.practiceName || say("no_practice")}</bdi><//>
    <p class="facts">
      <${State} item=${{ status: state.status, review: state.review?.state }} />
      ${base && html`<span class="badge">${say(source)}</span>`}
      <span class="quiet">${say("received")} ${moment(state.beganAt)}</span>
    </p>
    <p class="steps">
      ${before && html`<a class="button" href=${to(["captures", before], query)}>${say("document_before")}</a>`}
      ${nextId && html`<a class="button" href=${to(["captures", nextId], query)}>${say("document_after")}</a>`}
    </p>
  </header>`;
}

/** The document with its picture, if it has one, its fields and the decision. */
function Desk({ review, query, requestId, nextId }) {
  const { state, base, entry } = review;
  const fields = fieldsOf(state);
  const pages = state.pages ?? Math.max(1, ...placesOf(state, fields).map(({ page }) => page));
  const [selected, setSelected] = useState(() => firstOf(state, fields));
  const [page, setPage] = useState(() => pageOf(state, fields, selected) ?? 1);
  const [isPicking, setPicking] = useState(false);
  const field = fieldOf(selected);
  const choose = (name) => {
    setSelected(name);
    const its = pageOf(state, fields, name);
    if (its && its <= pages) setPage(its);
  };
  const enter = (name) => (choose(name), focusOn(name), true);
  const step = (by) => () => enter(fields[Math.min(Math.max(fields.findIndex(({ name }) => name === selected) + by, 0), fields.length - 1)].name);
  const take = (text) => {
    if (!field) return;
    review.change(selected, entryOf(field, text, review.hints, true));
    setPicking(false);
    focusOn(selected);
  };
  const endPicking = (isOn) => (setPicking(isOn), !isOn && focusOn(selected));
  const jump = (id) => () => id && (go(["captures", id], query), true);
  useKeys({
    ...Object.fromEntries(fields.slice(0, 9).map(({ name }, index) => [String(index + 1), () => enter(name)])),
    j: step(1), k: step(-1), e: () => enter(selected), p: () => pages > 0 && field && (setPicking(true), true),
    n: jump(nextId), b: jump(preceding(query, requestId)),
  });
  const title = fields.find(({ name }) => name === selected)?.title ?? say("field_lineItems");
  return html`<div class=${`desk${pages ? "" : " pageless"}`} onKeyDown=${leaveInput}>
    ${pages > 0 && html`<${Picture} ...${{ entry, pages, page, selected, title, isPicking }} fields=${placesOf(state, fields)} onPage=${setPage}
      onSelect=${(name) => (name.startsWith("line ") ? choose(name) : enter(name))} onText=${take} onPicking=${field ? endPicking : () => {}} />`}
    <div class="side">
      ${review.conflict && html`<${Conflict} review=${review} />`}
      <${Decision} review=${review} onWrong=${(name) => (name === "lineItems" ? document.getElementById("lines").scrollIntoView() : enter(name))} />
      <${Fields} ...${{ review, fields, selected }} onSelect=${choose} onPick=${() => setPicking(true)} />
      <${Lines} review=${review} selected=${selected} onSelect=${choose} />
      <${Checks} state=${state} />
      <${Trail} review=${state.review} />
      <${Keys} keys=${keysOf(pages)} />
    </div>
  </div>`;
}

/** The checks of the document as a whole, of its customer, and those that passed. */
function Checks({ state }) {
  const whole = [...checksOf(state, "customer"), ...checksOfDocument(state)];
  if (!whole.length) return null;
  const tones = { passed: "good", failed: "bad" };
  return html`<section aria-labelledby="checks">
    <h2 id="checks">${say("checks_of_document")}</h2>
    <ul class="checks">${whole.map(({ status, message }) => html`<li>
      <span class=${`badge ${tones[status] ?? ""}`}>${say(`check_${status}`)}</span> <bdi lang="en">${message}</bdi></li>`)}</ul>
  </section>`;
}

function NoData({ state }) {
  if (state.status === "failed") return html`<${Notice} kind="problem">${say("failed")} <bdi lang="en">${state.error?.message}</bdi><//>`;
  return html`<${Notice}>${say(state.status === "completed" ? "nothing_found" : "still_read")}<//>`;
}

function Missing({ problem, onAgain, query }) {
  const isAbsent = problem.status === 404;
  return html`<${Fragment}>
    <${Heading}>${say(isAbsent ? "absent_title" : "document")}<//>
    ${isAbsent ? html`<p>${say("absent")}</p>` : html`<${Failure} problem=${problem} onAgain=${onAgain} />`}
    <p><a href=${to(["captures"], query)}>${say("queue")}</a></p>
  <//>`;
}

/** The document after this one, fetched while the person looks at this one. */
function useNext(requestId, query, state) {
  const [nextId, setNextId] = useState("");
  useEffect(() => {
    if (!state) return;
    following(query, requestId)
      .then((id) => (setNextId(id), id && fetchAhead(id)))
      .catch(() => {}); // it is asked for again after the decision
  }, [requestId, Boolean(state)]);
  return nextId;
}

async function leave({ decided, base }, requestId, query, known) {
  lastDecision({ requestId, state: decided.state, number: base.invoiceNumber ?? "", query });
  const nextId = known || (await following(query, requestId).catch(() => ""));
  if (nextId) go(["captures", nextId], query);
  else go(["captures"], query);
}

function placesOf(state, fields) {
  const own = fields.filter(({ read }) => read?.box).map((field) => ({ name: field.name, title: field.title, tone: toneOf(state, field), ...field.read }));
  const lines = (state.source === "OCR" ? (state.reading?.lineItems ?? []) : []).map((read, index) => ({ ...read, name: `line ${index}`, title: say("field_lineItems"), tone: "line" }));
  return [...lines.filter(({ box }) => box), ...own];
}

/** The field to begin with: the first whose check failed, else the total. */
function firstOf(state, fields) {
  return (fields.find((field) => toneOf(state, field) === "bad") ?? fields.find(({ name }) => name === "totalAmount")).name;
}

function pageOf(state, fields, name) {
  return placesOf(state, fields).find((place) => place.name === name)?.page;
}

function focusOn(name) {
  requestAnimationFrame(() => {
    const input = document.querySelector(`[data-input="${CSS.escape(name)}"]`);
    input?.focus();
    input?.select();
  });
}

/** Up and down move from field to field, Escape leaves the field so that single keys work. */
function leaveInput(event) {
  const { target, key } = event;
  if (!target.matches("[data-input]")) return;
  const inputs = [...document.querySelectorAll("[data-input]")];
  const next = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (key === "Escape" || (key === "Enter" && !event.isComposing)) document.querySelector("main h1")?.focus({ preventScroll: true });
  else if (next) inputs[inputs.indexOf(target) + next]?.focus();
  else return;
  event.preventDefault();
}

function keysOf(pages) {
  const picture = [["P", say("key_pick")], ["+ − 0 F", say("key_zoom")], ["R", say("key_turn")], ["← →", say("key_pages")]];
  return [["A Enter", say("key_approve")], ["X", say("key_reject")], ["1 9", say("key_field")], ["J K E", say("key_fields")], ["Esc", say("key_leave")],
    ...(pages ? picture : []), ["N", say("key_next")], ["B", say("key_before")]];
}
