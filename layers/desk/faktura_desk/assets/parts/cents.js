// Exact amounts: decimals to whole cents (BigInt) and back. Nothing here is a binary fraction. What a person types is read by typed.js.

/** Whole cents of a number or of a decimal such as "12.30" or "-4"; null if it is no amount of at most two decimals. */
export function cents(value) {
  const [, sign, whole, part = ""] = /^\s*(-?)(\d+)(?:\.(\d{0,2}))?\s*$/.exec(String(value ?? "")) ?? [];
  if (whole === undefined) return null;
  const total = BigInt(whole) * 100n + BigInt(part.padEnd(2, "0"));
  return sign ? -total : total;
}

/** Cents as a decimal, such as "12.30". */
export function decimal(total) {
  const digits = String(total < 0n ? -total : total).padStart(3, "0");
  return `${total < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Cents as a JSON number. Amounts stay far below the digits that a number holds exactly. */
export function number(total) {
  return Number(decimal(total));
}
