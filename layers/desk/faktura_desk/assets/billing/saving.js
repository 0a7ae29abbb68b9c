// Saving a form: what was changed, and what is told when it fails.
import { html, useEffect, useRef, useState } from "../library/view.js";
import { Failure, Notice } from "../parts/notice.js";
import { moment } from "../shell/language.js";
import { call } from "../shell/request.js";
import { may } from "../shell/session.js";
import { say } from "./words.js";

/** The fields of `after` that differ from `before`. */
export function changes(before, after) {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));
}

/** The ids in a text such as "23, 45"; null if one is none. */
export function idsIn(text) {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  return parts.every((part) => /^[1-9]\d{0,11}$/.test(part)) ? parts.map(Number) : null;
}

const IDLE = { isBusy: false, faults: [], problem: null, other: null };

/**
 * `{ isBusy, faults, problem, other, saved, save(isForced) }` of a form. `faultsOf()` gives what is wrong, in sentences, `store()` what was
 * stored. `other` is what somebody else has stored meanwhile, which is looked for by `latest()` unless the saving is forced.
 */
export function useSaving({ faultsOf, latest, store }) {
  const [state, setState] = useState(IDLE);
  const save = async (isForced) => {
    if (state.isBusy) return;
    const faults = faultsOf();
    setState({ ...IDLE, isBusy: !faults.length, faults });
    if (faults.length) return;
    try {
      const other = isForced ? null : await latest();
      setState(other ? { ...IDLE, other } : { ...IDLE, saved: await store() });
    } catch (problem) {
      setState({ ...IDLE, problem });
    }
  };
  return { ...state, save };
}

/** What is stored at `path` now, if somebody has changed it since `known` was read; null for something new. */
export async function changedMeanwhile(path, known, tags) {
  if (!known) return null;
  const { body } = await call(path, { query: { tags } });
  return body.lastUpdatedBy.timestamp === known.lastUpdatedBy.timestamp ? null : body;
}

/** That somebody else has changed what the form shows, and the choice between theirs and what is typed. */
export function Meanwhile({ other, onTheirs, onMine }) {
  if (!other) return null;
  const { fullName, timestamp } = other.lastUpdatedBy;
  return html`<${Notice} kind="problem">
    <bdi>${say("meanwhile", { name: fullName, when: moment(timestamp) })}</bdi>
    <span class="actions">
      <button type="button" onClick=${onTheirs}>${say("theirs")}</button>
      <button type="button" onClick=${onMine}>${say("mine")}</button>
    </span>
  <//>`;
}

/** Whether it is kept confidential, for those who may see that. What is confidential stays so. */
export function KeepConfidential({ isKept, isFixed, onKeep }) {
  if (!may("tags:immigration")) return null;
  return html`<label class="choice">
    <input type="checkbox" checked=${isKept} disabled=${isFixed} onChange=${(event) => onKeep(event.target.checked)} />
    ${say("keep_confidential")}
  </label>`;
}

/** Why saving failed, at the form. It takes the focus. `faults` are the form's own, `problem` is the server's. */
export function FormProblem({ faults = [], problem, onAgain }) {
  const place = useRef();
  const told = problem ?? (faults.length ? { kind: "refused", messages: faults } : null);
  useEffect(() => {
    if (told) place.current.focus();
  }, [problem, faults]);
  return html`<div tabindex="-1" ref=${place} class="problem-place">
    ${told && html`<${Failure} problem=${worded(told)} onAgain=${onAgain} />`}
  </div>`;
}

/** The sentences with the names that the form has for its fields. */
function worded(problem) {
  if (problem.status === 403) return { kind: "refused", messages: [say("forbidden")] };
  if (!problem.messages?.length) return problem;
  return { kind: problem.kind, messages: problem.messages.map(named) };
}

const NAMES = {
  invoiceNumber: "number", invoiceDate: "date", lineItems: "lines", clientNote: "note", totalCharged: "total", billTo: "bill_to",
  status: "status", payments: "payments", clients: "clients", paymentDate: "date", paymentAmount: "amount",
  paymentType: "method", invoices: "allocations", donationAmount: "donation", payerClientIds: "payer_clients", payerName: "payer",
  serviceId: "service", name: "line_name", description: "description", quantity: "quantity", rate: "rate", amount: "amount",
};

/** What the API says of the rules of the office, and the words for it. */
const KNOWN = [
  [/^Invoice number '(?<number>.*)' is already taken$/s, "fault_taken"],
  [/^Invoice and donation amount exceed the total payment amount\.$/, "too_much_short"],
  [/^Invoice \d+ is closed and takes no payments$/, "fault_closed"],
  [/^The change affects too many clients, payments and invoices at once\./, "fault_many"],
  [/^A text has a character that cannot be printed\.$/, "fault_print"],
];

function named(sentence) {
  const [known, key] = KNOWN.find(([pattern]) => pattern.test(sentence)) ?? [];
  if (known) return say(key, { ...known.exec(sentence).groups });
  const [, field, row, part, rest] = /^(\w+)(?:\[(\d+)\])?(?:\.(\w+))? (.*)$/s.exec(sentence) ?? [];
  if (!NAMES[field]) return sentence;
  const place = row === undefined ? "" : ` ${Number(row) + 1}`;
  return `${say(NAMES[field])}${place}${NAMES[part] ? `, ${say(NAMES[part])}` : ""}: ${rest}`;
}
