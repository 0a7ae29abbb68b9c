// What printed or typed text means, by the kind of a field: "amount", "day", "currency" or "text". No I/O.
// Amounts are decimals as text, such as "1234.50"; days are such as "2023-09-03".
import { decimalIn, plainDigits } from "../parts/typed.js";
import { monthOf } from "./months.js";

const SIGNS = { "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "zł": "PLN", "Kč": "CZK", "RM": "MYR", "Fr.": "CHF", "R$": "BRL", "C$": "CAD", "A$": "AUD" };
const DOLLARS = ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"];
const SIGN = String.raw`[-−–]?\s?`;
const OPENED = String.raw`[([]?\s?${SIGN}\p{Sc}?\s?${SIGN}`;
const CLOSED = String.raw`(?:\s?[-−–](?!\d)|\s?\p{Sc}?\s?[)\]]|\s?CR(?:EDIT)?\b)?`;
const AMOUNT = new RegExp(String.raw`${OPENED}(?:\d|[.,]\d)[\d.,'’ ]*${CLOSED}`, "giu");
const UNSEEN = /[\0-\t\v-\x1F\x7F-\x9F\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFF]/gu;
const MAX_DIGITS = 15; // as many as a JSON number keeps exactly

/**
 * The value of a text: `{ value, problem }`. `problem` is "" or, if a person should look, "unreadable" (the value is null) or
 * "doubtful" (it can be read in another way, too). An empty text is the value null.
 * Hints: `isTyped`, `mark` (the page's decimal mark), `order` ("day" or "month" first), `currency` (what it was).
 */
export function read(kind, text, hints = {}) {
  const given = seen(String(text ?? "").normalize("NFC").replace(/\s+/gu, " ")).trim();
  if (!given) return { value: null, problem: "" };
  if (kind === "amount") return found(amountOf(given, hints));
  if (kind === "day") return dayOf(given, hints);
  if (kind === "currency") return found(currencyOf(given, hints));
  return { value: given, problem: "" };
}

/** A text without what nobody sees, such as the marks of direction in what was pasted. Reviews take none of them. */
export function seen(text) {
  return text.replace(UNSEEN, "");
}

/** How the page writes amounts and days, seen from what was read on it. */
export function hintsOf({ reading = {}, data = {} }) {
  const [, mark] = /([.,])\d{2}(?!\d)/.exec(reading.totalAmount?.text ?? "") ?? [];
  const [, first, second] = /(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}/.exec(reading.invoiceDate?.text ?? "") ?? [];
  const [, month, day] = /^\d{4}-(\d\d)-(\d\d)$/.exec(data.invoiceDate ?? "") ?? [];
  const isMonthFirst = Number(first) === Number(month) && Number(second) === Number(day);
  const isDayFirst = Number(first) === Number(day) && Number(second) === Number(month);
  const order = isMonthFirst && !isDayFirst ? "month" : isDayFirst && !isMonthFirst ? "day" : "";
  return { mark: mark ?? "", order, currency: data.currency ?? "" };
}

/** Whether two values are the same: 12.5 and "12.50" are. */
export function isSame(kind, one, other) {
  const [a, b] = [one ?? "", other ?? ""].map(String);
  return a === b || (kind === "amount" && a !== "" && b !== "" && plain(a) === plain(b));
}

/** The value as JSON has it. An amount has few enough digits to be the same as a number. */
export function jsonOf(kind, value) {
  return kind === "amount" && value !== null ? Number(value) : value;
}

/** The sum of decimals as text, exact. Null if one of them is no decimal. */
export function sumOf(values) {
  const parts = values.map((value) => /^(-?)(\d+)(?:\.(\d{1,8}))?$/.exec(String(value)));
  if (parts.includes(null)) return null;
  const units = parts.map(([, sign, whole, part = ""]) => BigInt(`${sign}${whole}${part.padEnd(8, "0")}`));
  const total = units.reduce((sum, one) => sum + one, 0n);
  const digits = String(total < 0n ? -total : total).padStart(9, "0");
  return plain(`${total < 0n ? "-" : ""}${digits.slice(0, -8)}.${digits.slice(-8)}`);
}

function found(value) {
  return { value, problem: value === null ? "unreadable" : "" };
}

/** An amount with few enough digits. What is typed has nothing besides it. */
function amountOf(text, { mark, isTyped }) {
  const value = isTyped ? decimalIn(text, mark) : printedAmount(text, mark);
  return value === null || value.replace(/\D/g, "").replace(/^0+/, "").length > MAX_DIGITS ? null : value;
}

/** The one amount of a text; of several, the only one that has decimals. Null if that is none. */
function printedAmount(text, mark) {
  const numbers = (text.match(AMOUNT) ?? []).map((one) => one.trim());
  const decimals = numbers.filter((one) => /[.,]\d{1,2}(?!\d)/.test(one));
  const [only] = numbers.length === 1 ? numbers : decimals.length === 1 ? decimals : [];
  if (only === undefined) return null;
  const isNegative = /[-−–]|CR/i.test(only) || /^[([].*[)\]]$/.test(only);
  const digits = plainDigits(only.replace(/[^\d.,'’ ]/g, "").trim(), mark);
  return digits !== null && isNegative && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

function dayOf(text, hints) {
  const [, year, month, day] = /(?<!\d)(\d{4})[-./年 ]\s?(\d{1,2})[-./月 ]\s?(\d{1,2})(?!\d)/u.exec(text) ?? [];
  if (year) return dated(year, month, day);
  const [, first, mark, second, last] = /(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})(?!\d)/.exec(text) ?? [];
  if (first) return numeric(Number(first), Number(second), last, mark, hints);
  return withName(text);
}

function numeric(first, second, year, mark, { order, currency }) {
  const isMonthFirst = first <= 12 && (second > 12 || (order ? order === "month" : mark === "/" && currency === "USD"));
  const read = isMonthFirst ? dated(year, first, second) : dated(year, second, first);
  const isCertain = order || mark === "." || first > 12 || second > 12 || first === second;
  return read.value && !isCertain ? { ...read, problem: "doubtful" } : read;
}

function withName(text) {
  const names = [...text.matchAll(/\p{L}{3,}/gu)].map(([name]) => [name, monthOf(name)]).filter(([, month]) => month);
  if (names.length !== 1) return found(null);
  const [[name, month]] = names;
  const at = text.indexOf(name);
  const [before, after] = [text.slice(0, at), text.slice(at + name.length)];
  const [, day] = /(\d{1,2})(?:st|nd|rd|th|er|º|ª)?\.?\s?(?:de |of |-|\/)?\s?$/i.exec(before) ?? [];
  const [, year] = /^\D{0,6}(\d{4}|\d{2})(?!\d)/.exec(after) ?? [];
  if (day && year) return dated(year, month, day);
  const [, dayAfter, yearAfter] = /^\.?\s?(\d{1,2})(?:st|nd|rd|th)?\s?[,.]?\s?(\d{4})(?!\d)/i.exec(after) ?? [];
  return dayAfter ? dated(yearAfter, month, dayAfter) : found(null);
}

function dated(year, month, day) {
  const full = String(year).length === 2 ? `20${year}` : String(year);
  const value = `${full}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  const moment = new Date(`${value}T00:00:00Z`);
  return found(!Number.isNaN(moment.valueOf()) && moment.toISOString().startsWith(value) ? value : null);
}

function currencyOf(text, { currency }) {
  const known = new Set(Intl.supportedValuesOf("currency"));
  const codes = (text.toUpperCase().match(/\b[A-Z]{3}\b/g) ?? []).filter((code) => known.has(code));
  if (codes.length) return new Set(codes).size === 1 ? codes[0] : null;
  const [sign] = Object.keys(SIGNS).filter((one) => text.includes(one));
  if (sign) return SIGNS[sign];
  if (text.includes("$")) return DOLLARS.includes(currency) ? currency : "USD";
  return null;
}

function plain(text) {
  const [, sign, whole, part = ""] = /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  return whole === undefined ? text : `${sign}${whole}${part ? `.${part}` : ""}`;
}
