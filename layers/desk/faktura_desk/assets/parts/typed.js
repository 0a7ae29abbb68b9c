// Amounts and quantities as a person types them, by the decimal mark of the language. A text that could be two numbers is never the smaller one
// by accident: in German "1.234" is 1234, in English 1.234. No I/O.
import { decimalMark } from "../shell/language.js";

/** What stands before a text that is no number, where a form keeps decimals. */
const NO_NUMBER = "?";

/** The decimal of a typed text, such as "1234.50" of "1.234,50" or "1 234,50"; null if it is none. */
export function decimalIn(text, mark = decimalMark()) {
  const given = String(text ?? "").replace(/\s+/gu, " ").trim();
  const [, sign, digits] = /^([-−]?)\s?((?:\d|[.,]\d)[\d.,'’ ]*)$/.exec(given) ?? [];
  const plain = digits === undefined ? null : plainDigits(digits, mark);
  return plain === null ? null : `${sign && /[1-9]/.test(plain) ? "-" : ""}${plain}`;
}

/** What a form keeps of a typed text: its decimal, "" or, if it is none, the text itself in a way that is no decimal either. */
export function keptOf(text) {
  return text.trim() ? (decimalIn(text) ?? NO_NUMBER + text) : "";
}

/** What a form keeps, as it stands in an input: a decimal with the language's mark and at least so many decimals. */
export function inputText(kept, least = 2) {
  const text = String(kept ?? "");
  if (text.startsWith(NO_NUMBER)) return text.slice(NO_NUMBER.length);
  const [, whole, part = ""] = /^(-?\d+)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === undefined) return text;
  const decimals = part.padEnd(least, "0");
  return decimals ? `${whole}${decimalMark()}${decimals}` : whole;
}

/** Digits with at most one point. Groups have three digits; the last separator is the decimal mark if it can be. */
export function plainDigits(text, mark) {
  const clean = text.replace(/[.,'’ ]+$/, "");
  const separators = clean.replace(/\d/g, "");
  if (!separators) return clean;
  const last = separators.at(-1);
  const [whole, part] = [clean.slice(0, clean.lastIndexOf(last)), clean.slice(clean.lastIndexOf(last) + 1)];
  const isOneKind = [...separators].every((one) => one === last);
  const isLikelyMark = mark === last && separators.length === 1;
  const isGroup = part.length === 3 && !["", "0"].includes(whole) && isOneKind && !isLikelyMark;
  const isMark = !isGroup && ".,".includes(last) && !whole.includes(last) && part.length <= 18;
  if (isMark) return grouped(whole) === null ? null : `${grouped(whole) || "0"}.${part}`;
  return isGroup ? grouped(clean) : null;
}

function grouped(text) {
  if (/^\d*$/.test(text)) return text;
  return /^\d{1,3}(?:([.,'’ ])\d{3})(?:\1\d{3})*$/.test(text) ? text.replace(/\D/g, "") : null;
}
