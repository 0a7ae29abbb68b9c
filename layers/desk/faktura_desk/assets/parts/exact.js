// JSON without loss: a number that a JavaScript number would change arrives as an `Exact`, whose text is what was sent.

const SURE_DIGITS = 15; // a number with at most so many digits keeps them all

/** A number with more digits than a JavaScript number holds. As a text and in JSON it has all of them. */
class Exact {
  constructor(text) {
    this.text = text;
    Object.freeze(this);
  }

  toString() {
    return this.text;
  }

  toJSON() {
    return JSON.rawJSON ? JSON.rawJSON(this.text) : Number(this.text);
  }
}

/** The value of a JSON text. Browsers that do not tell what a number looked like give plain numbers. */
export function parsed(text) {
  return JSON.parse(text, (_, value, context) =>
    typeof value === "number" && context?.source && !isKept(context.source, value) ? new Exact(context.source) : value,
  );
}

/** A number to send, from a decimal such as "12.30" with any number of digits. */
export function exactNumber(text) {
  return isKept(text, Number(text)) ? Number(text) : new Exact(text);
}

/** Whether a value is a number, kept as one or exact. */
export function isNumber(value) {
  return typeof value === "number" || value instanceof Exact;
}

function isKept(text, value) {
  const digits = text.replace(/e.*$/i, "").replace(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "");
  return digits.length <= SURE_DIGITS && Number.isFinite(value) && (value !== 0 || digits === "");
}
