// What a person corrects, before it is sent: typed text by field, and what it means. No I/O.
import { amount, day, decimalMark, language } from "../shell/language.js";
import { inputText } from "../parts/typed.js";
import { isSame, jsonOf, read, seen } from "./values.js";

/** The fields of a document, in the order of the page. `reading` is where it was printed, `check` the checks' field. */
export const FIELDS = [
  { name: "practice.practiceName", reading: "practiceName", check: "practiceName", kind: "text", isRequired: true },
  { name: "invoiceNumber", reading: "invoiceNumber", check: "invoiceNumber", kind: "text" },
  { name: "invoiceDate", reading: "invoiceDate", check: "invoiceDate", kind: "day" },
  { name: "dueDate", reading: "dueDate", check: "dueDate", kind: "day" },
  { name: "totalAmount", reading: "totalAmount", check: "totalAmount", kind: "amount" },
  { name: "currency", reading: "currency", check: "currency", kind: "currency" },
  { name: "balanceDue", reading: "balanceDue", check: "balanceDue", kind: "amount" },
];

/** The pet owner's fields: shown if the document's data has them. */
export const OWNER = ["firstName", "lastName", "email", "phone"].map((name) => ({ name: `customer.${name}`, check: "", kind: "text" }));

/** A field by its name. */
export function fieldOf(name) {
  return [...FIELDS, ...OWNER].find((field) => field.name === name);
}

/** The value of a field in the data of an invoice; null if it has none. */
export function valueOf(data, name) {
  return name.split(".").reduce((whole, part) => whole?.[part], data) ?? null;
}

/** A value as it stands in an input: an amount with the language's decimal mark; a day as in 2026-11-29, in German 29.11.2026. */
export function inputOf(kind, value) {
  if (value === null || value === undefined) return "";
  if (kind === "amount") return inputText(value);
  return kind === "day" && language() === "de" ? String(value).replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3.$2.$1") : String(value);
}

/** A value as text to look at. */
export function textOf(name, value, currency = "") {
  if (name === "lineItems") return Array.isArray(value) ? String(value.length) : "";
  if (value === null || value === undefined || value === "") return "";
  const kind = fieldOf(name)?.kind;
  if (kind === "amount") return amount(value, currency);
  return kind === "day" ? day(value) : String(value);
}

/** What was typed into a field, or picked on the picture: `{ text, value, problem }`. */
export function entryOf(field, text, hints, isPicked = false) {
  const { value, problem } = read(field.kind, text, isPicked ? hints : { ...hints, isTyped: true, mark: decimalMark() });
  if (value === null && field.isRequired) return { text, value, problem: problem || "required" };
  return { text: isPicked && value !== null ? inputOf(field.kind, value) : text, value, problem };
}

/** The corrections of a draft: the values that differ from `data`, as JSON has them. */
export function correctionsOf(draft, data) {
  const changed = Object.entries(draft).filter(([name, { value }]) => !isUnchanged(name, value, data));
  return Object.fromEntries(changed.map(([name, { value }]) => [name, name === "lineItems" ? value : jsonOf(fieldOf(name).kind, value)]));
}

/** Whether a field's value is that of the data. */
export function isUnchanged(name, value, data) {
  if (name === "lineItems") return JSON.stringify(value) === JSON.stringify(linesOf(data));
  return isSame(fieldOf(name).kind, valueOf(data, name), value);
}

/** The lines of an invoice with the fields that a correction may have. */
export function linesOf(data) {
  const names = ["lineItemId", "description", "quantity", "unitPrice", "totalPrice", "category"];
  return (data.lineItems ?? []).map((line) => Object.fromEntries(names.filter((name) => (line[name] ?? "") !== "").map((name) => [name, typeof line[name] === "string" ? seen(line[name]) : line[name]])));
}

/** The names of the fields whose text cannot be sent. */
export function unreadable(draft) {
  return Object.keys(draft).filter((name) => ["unreadable", "required"].includes(draft[name].problem));
}
