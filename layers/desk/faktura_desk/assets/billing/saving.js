// Saving a form: what was changed, and what is told when it fails.
import { html, useEffect, useRef } from "../library/view.js";
import { Failure } from "../parts/notice.js";
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

function named(sentence) {
  const [, field, row, part, rest] = /^(\w+)(?:\[(\d+)\])?(?:\.(\w+))? (.*)$/s.exec(sentence) ?? [];
  if (!NAMES[field]) return sentence;
  const place = row === undefined ? "" : ` ${Number(row) + 1}`;
  return `${say(NAMES[field])}${place}${NAMES[part] ? `, ${say(NAMES[part])}` : ""}: ${rest}`;
}
