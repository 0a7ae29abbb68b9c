// A search as the form has it: rows and groups of rows. It is kept in the address as JSON, and becomes filters of the API.
import { FIELDS, filterOf, newRow, OPERATORS, wrongWith } from "./fields.js";

const MOST_ROWS = 20;

/** The search in an address; an empty one if it says nothing that can be understood. */
export function searchOf(text) {
  try {
    return groupOf(JSON.parse(text ?? ""), true);
  } catch {
    return { joined: "all", rows: [] };
  }
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
  const rows = Array.isArray(given.rows) ? given.rows.slice(0, MOST_ROWS) : [];
  return {
    joined: given.joined === "any" ? "any" : "all",
    rows: rows.map((row) => (Array.isArray(row.rows) ? (isNested ? groupOf(row, false) : null) : rowOf(row))).filter(Boolean),
  };
}

function rowOf({ field, operator, value, member, as }) {
  if (!(Object.hasOwn(FIELDS, field))) return null;
  const fresh = newRow(field);
  return {
    field,
    operator: OPERATORS[FIELDS[field]].includes(operator) ? operator : fresh.operator,
    value: String(value ?? fresh.value),
    member: String(member ?? ""),
    as: ["text", "number", "truth"].includes(as) ? as : "text",
  };
}
