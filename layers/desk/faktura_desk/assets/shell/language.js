// The language of the screen, and how it writes numbers and dates.
// Each room has a `words.js`: `export const say = speaker({ en: {...}, de: {...} })`, then `say("key", { name: value })`.

import { decimalOf, textOf } from "../parts/decimals.js";

const KEPT = "faktura.language";
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
export const LANGUAGES = { en: "English", de: "Deutsch" };

let chosen = kept() ?? preferred();
const listeners = new Set();

/** The language in use: "en" or "de". */
export function language() {
  return chosen;
}

/** Use another language from now on, also after a reload. */
export function choose(name) {
  chosen = name;
  try {
    localStorage.setItem(KEPT, name);
  } catch {
    // private windows may refuse; the choice then lasts until the reload
  }
  document.documentElement.lang = name;
  listeners.forEach((listener) => listener());
}

/** Call `listener` after each change. Returns what ends that. */
export function onLanguage(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The function that says a room's words: `{name}` in a text is replaced by the value of that name, a number as the language writes it. */
export function speaker(words) {
  const say = (key, values = {}) => {
    const text = words[chosen][key] ?? words.en[key];
    if (text === undefined) throw new Error(`there are no words for ${key}`);
    return text.replace(/\{(\w+)\}/g, (whole, name) => shown(values[name] ?? whole));
  };
  say.words = words;
  return say;
}

/** An amount as the language writes it, all its digits exact. `value` is a number or a decimal as text. */
export function amount(value, currency = "") {
  if (value === null || value === undefined || value === "") return "";
  const text = exactly(value, 2);
  return currency ? `${text} ${currency}` : text;
}

/** A quantity or a rate as the language writes it, with the decimals that it has. */
export function quantity(value) {
  if (value === null || value === undefined || value === "") return "";
  return exactly(value, 0);
}

/** The mark before decimals. */
export function decimalMark() {
  return chosen === "de" ? "," : ".";
}

/** How many decimals the amounts of a currency have. */
export function decimalsOf(currency) {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  } catch {
    return 2;
  }
}

/** A day such as 2026-11-29, as the language writes it. What is no day stays as it is. */
export function day(text) {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text ?? "") ?? [];
  if (!year) return text ?? "";
  const moment = new Date(Date.UTC(year, month - 1, date));
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeZone: "UTC" }).format(moment);
}

/** The name of a month, 1 to 12. */
export function monthName(number) {
  return new Intl.DateTimeFormat(locale(), { month: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2026, number - 1, 1)));
}

/** A moment (ISO 8601) in the person's own time zone. */
export function moment(text) {
  const at = new Date(text ?? "");
  return Number.isNaN(at.valueOf())
    ? (text ?? "")
    : new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** A decimal with all its digits and at least so many decimals: grouped by the language, never rounded. What is none stays as it is. */
function exactly(value, least) {
  const decimal = decimalOf(value);
  if (!decimal) return String(value);
  const [whole, part = ""] = textOf(decimal).split(".");
  const grouped = new Intl.NumberFormat(locale()).format(whole);
  const decimals = part.replace(/0+$/, "").padEnd(least, "0");
  return decimals ? `${grouped}${decimalMark()}${decimals}` : grouped;
}

/** A value within a sentence: whatever it is, it does not turn the direction of the words around it. */
function shown(value) {
  if (typeof value === "number") return quantity(value);
  const text = String(value).replace(TURNING, "");
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

function locale() {
  return chosen === "de" ? "de-DE" : "en-GB";
}

function preferred() {
  return navigator.languages.some((name) => name.startsWith("en")) || !navigator.language.startsWith("de") ? "en" : "de";
}

function kept() {
  try {
    const name = localStorage.getItem(KEPT);
    return name in LANGUAGES ? name : null;
  } catch {
    return null;
  }
}
