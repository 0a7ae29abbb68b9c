// The fields that a search may name, the operators of each kind of field, and what each becomes in the filter language.
import { decimalOf, textOf } from "../parts/decimals.js";
import { exactNumber } from "../parts/exact.js";

/** Field → kind. */
export const FIELDS = {
  externalId: "text", status: "text", type: "type", priceNet: "amount", currency: "text", dueDate: "date", isPaid: "truth", isSent: "truth",
  createdAt: "date", updatedAt: "date", guid: "text", customData: "member", details: "member",
};

const ORDERS = { more: "$gt", at_least: "$gte", less: "$lt", at_most: "$lte" };
const EXISTENCE = ["given", "missing"];

/** Kind → operators. */
export const OPERATORS = {
  text: ["is", "is_not", "one_of", "none_of", ...EXISTENCE],
  type: ["is"],
  amount: ["is", "is_not", ...Object.keys(ORDERS), ...EXISTENCE],
  date: ["on", "since", "until", ...EXISTENCE],
  truth: ["is"],
  member: ["is", "is_not", ...Object.keys(ORDERS), ...EXISTENCE],
};

/** Whether an operator is followed by a value. */
export function hasValue(operator) {
  return !EXISTENCE.includes(operator);
}

/** A row that nobody has filled in yet. */
export function newRow(field = "externalId") {
  const kind = FIELDS[field];
  return { field, operator: OPERATORS[kind][0], value: { type: "invoice", truth: "true" }[kind] ?? "", member: "", as: "text" };
}

/** How many terms the API counts in a row: a day has a begin and an end. */
export function termsIn({ operator }) {
  return operator === "on" ? 2 : 1;
}

/** What is wrong with a row: a key of the words, or "". */
export function wrongWith(row) {
  const kind = FIELDS[row.field];
  const isAmount = kind === "amount" || (kind === "member" && row.as === "number");
  if (kind === "member" && !membersOf(row).length) return "no_member";
  if (kind === "member" && membersOf(row).some((one) => one.startsWith("$"))) return "bad_member";
  if (!hasValue(row.operator)) return "";
  if (isAmount) return decimalOf(row.value) ? "" : "no_number";
  if (kind === "date") return /^\d{4}-\d\d-\d\d$/.test(row.value) ? "" : "no_date";
  if (kind === "member" && row.as === "truth") return ["true", "false"].includes(row.value) ? "" : "no_truth";
  return row.value.trim() || kind === "member" ? "" : "no_value";
}

/** The filter of a row, such as `{"priceNet": {"$gt": 100}}`. */
export function filterOf(row) {
  const kind = FIELDS[row.field];
  const condition = kind === "date" ? dateCondition(row) : conditionOf(row, kind);
  const within = kind === "member" ? membersOf(row).reduceRight((inner, name) => ({ [name]: inner }), condition) : condition;
  return { [row.field]: within };
}

function conditionOf({ operator, value, as }, kind) {
  if (!hasValue(operator)) return { $exists: operator === "given" };
  if (operator === "one_of" || operator === "none_of") return { [operator === "one_of" ? "$in" : "$nin"]: listed(value) };
  const typed = valueOf(value, kind === "member" ? as : kind);
  return operator === "is" ? { $eq: typed } : { [ORDERS[operator] ?? "$ne"]: typed };
}

function dateCondition({ operator, value }) {
  if (!hasValue(operator)) return { $exists: operator === "given" };
  if (operator === "since") return { $gte: value };
  return operator === "until" ? { $lt: dayAfter(value) } : { $gte: value, $lt: dayAfter(value) };
}

function valueOf(value, kind) {
  if (kind === "truth") return value === "true";
  if (kind === "amount" || kind === "number") return exactNumber(textOf(decimalOf(value)));
  return value.trim();
}

function listed(value) {
  return [...new Set(value.split(/[\r\n,;]+/).map((one) => one.trim()).filter(Boolean))];
}

function membersOf({ member }) {
  return member.split(".").map((one) => one.trim()).filter(Boolean);
}

function dayAfter(text) {
  const [year, month, day] = text.split("-").map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day + 1);
  return date.toISOString().slice(0, 10);
}
