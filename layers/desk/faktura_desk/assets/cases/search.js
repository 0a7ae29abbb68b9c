// A search as the form has it: rows and groups of rows. It is kept in the address as JSON, and becomes filters of the API.
import { FIELDS, filterOf, newRow, OPERATORS, termsIn, wrongWith } from "./fields.js";

/** How many terms a search may have. */
export const MOST_TERMS = 20;

/** The search in an address. If any of it cannot be understood it is `isBroken` and empty: less would find more. */
export function searchOf(text) {
  if (!text) return { joined: "all", rows: [] };
  try {
    return groupOf(JSON.parse(text), true);
  } catch {
    return { joined: "all", rows: [], isBroken: true };
  }
}

/** How many terms the API counts in a search. */
export function termsOf({ rows }) {
  return rows.reduce((sum, row) => sum + (row.rows ? Math.max(1, termsOf(row)) : termsIn(row)), 0);
}

/** The text for the address. */
export function textOfSearch(search) {
  return search.rows.length ? JSON.stringify(search) : "";
}

/** The `filters` of the request. */
export function filtersOf({ joined, rows }) {
  const parts = rows.map((row) => (row.rows ? filtersOf(row) : filterOf(row))).filter((one) => Object.keys(one).length);
  return parts.length ? { [joined === "any" ? "$or" : "$and"]: parts } : {};
}

/** Problems by the place of a row, such as "0" or "1.2". */
export function problemsOf({ rows }, before = "") {
  return Object.assign({}, ...rows.map((row, at) => {
    if (row.rows) return problemsOf(row, `${before}${at}.`);
    const wrong = wrongWith(row);
    return wrong ? { [`${before}${at}`]: wrong } : {};
  }));
}

/** The API's faults by the place of the row that each is about; "" for those about none. `faults`: message by path. */
export function placed(faults) {
  const found = {};
  for (const [path, message] of Object.entries(faults ?? {})) {
    const at = [...path.matchAll(/\$(?:and|or)\[(\d+)\]/g)].map(([, number]) => number).join(".");
    found[at] = [found[at], String(message)].filter(Boolean).join(" ");
  }
  return found;
}

function groupOf(given, isNested) {
  if (!["all", "any"].includes(given.joined) || !Array.isArray(given.rows)) throw new Error("no group");
  return { joined: given.joined, rows: given.rows.map((row) => (isNested && Array.isArray(row.rows) ? groupOf(row, false) : rowOf(row))) };
}

function rowOf({ field, operator, value, member, as }) {
  if (!Object.hasOwn(FIELDS, field) || !OPERATORS[FIELDS[field]].includes(operator ?? newRow(field).operator)) throw new Error("no condition");
  const fresh = newRow(field);
  return {
    field,
    operator: operator ?? fresh.operator,
    value: String(value ?? fresh.value),
    member: String(member ?? ""),
    as: ["text", "number", "truth"].includes(as) ? as : "text",
  };
}
