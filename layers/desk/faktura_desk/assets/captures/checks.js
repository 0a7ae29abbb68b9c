// The checks of a document, by what they concern.
import { say } from "./words.js";

/** The names of checks that can fail, as the API has them. */
export const CHECKS = ["totalAmount", "invoiceNumber", "invoiceDate", "practiceName", "currency", "customer", "lineItems",
  "eInvoice", "resolution", "duplicate", "file"];

/** The checks whose field is not on the page as a field of its own. */
const OF_DOCUMENT = ["eInvoice", "resolution", "duplicate", "file"];

/** The name of a check on the screen; one that is not known here is shown as it is. */
export function checkTitle(field) {
  return CHECKS.includes(field) ? say(`check_${field}`) : field;
}

/** The checks of one field. */
export function checksOf(state, field) {
  return all(state).filter((check) => check.field === field);
}

/** The checks of the document as a whole, and those that are not known here. */
export function checksOfDocument(state) {
  return all(state).filter(({ field }) => OF_DOCUMENT.includes(field) || !CHECKS.includes(field));
}

/** How many checks failed. */
export function failures(state) {
  return all(state).filter((check) => check.status === "failed").length;
}

function all(state) {
  return state.validationResults?.checks ?? [];
}
