// The order in which documents are reviewed: that of the queue with its filters, read page by page as it is needed.
import { call } from "../shell/request.js";

export const PATH = "api/v1/requests";
const PAGE = 50;
const BY_STATE = ["accepted", "processing", "failed"];

let sequence = { key: "", ids: [], next: "" };
const decided = new Set();

/** The filters of the address as the API has them. Without `show`, the oldest documents that wait for a review. */
export function filtersOf({ show = "pending", check, from, to, order }) {
  const state = BY_STATE.includes(show) ? show : "";
  const review = state || show === "all" ? "" : show;
  const direction = order ?? (show === "pending" ? "asc" : "desc");
  return { state, review, failedCheck: check, from, to, order: direction, limit: PAGE };
}

/** The queue has been read so far. */
export function remember(query, items, next) {
  sequence = { key: keyOf(query), ids: items.map((item) => item.requestId), next };
}

/** The document has a decision: it is no longer proposed. */
export function markDecided(requestId) {
  decided.add(requestId);
}

/** The id of the document after this one that has no decision yet; empty if there is none. */
export async function following(query, requestId) {
  if (sequence.key !== keyOf(query)) await read(query, PATH, filtersOf(query), []);
  for (;;) {
    const later = sequence.ids.slice(sequence.ids.indexOf(requestId) + 1);
    const found = later.find((id) => id !== requestId && !decided.has(id));
    if (found || !sequence.next) return found ?? "";
    await read(query, sequence.next, {}, sequence.ids);
  }
}

/** The id of the document before this one; empty if there is none. */
export function preceding(query, requestId) {
  if (sequence.key !== keyOf(query)) return "";
  return sequence.ids[sequence.ids.indexOf(requestId) - 1] ?? "";
}

async function read(query, path, terms, before) {
  const { body, next } = await call(path, { query: terms });
  sequence = { key: keyOf(query), ids: [...before, ...body.map((item) => item.requestId)], next };
}

function keyOf(query) {
  return JSON.stringify(filtersOf(query));
}
