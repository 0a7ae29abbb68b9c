// Exact decimals of any length: a whole number and how many of its digits are decimals.

/** The decimal of a number or a text such as "12.30" or "-4"; null if it is none. */
export function decimalOf(value) {
  const [, sign, whole, part = ""] = /^\s*(-?)(\d{1,40})(?:\.(\d{0,40}))?\s*$/.exec(plain(String(value ?? ""))) ?? [];
  if (whole === undefined) return null;
  return { digits: BigInt(`${sign}${whole}${part}`), scale: part.length };
}

/** The text of a decimal, with a point and as many decimals as it has. */
export function textOf({ digits, scale }) {
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, "0");
  const at = text.length - scale;
  return `${digits < 0n ? "-" : ""}${text.slice(0, at)}${scale ? `.${text.slice(at)}` : ""}`;
}

/** The sum of decimals. */
export function sum(decimals) {
  const scale = Math.max(0, ...decimals.map((one) => one.scale));
  return { digits: decimals.reduce((total, one) => total + scaled(one, scale), 0n), scale };
}

/** The difference. */
export function minus(one, other) {
  return sum([one, { digits: -other.digits, scale: other.scale }]);
}

/** `one × other ÷ divisor`, rounded half away from zero to `scale` decimals. */
export function share(one, other, divisor, scale) {
  const above = one.digits * other.digits * 10n ** BigInt(divisor.scale + scale);
  const below = divisor.digits * 10n ** BigInt(one.scale + other.scale);
  if (below === 0n) return { digits: 0n, scale };
  const isNegative = above < 0n !== below < 0n;
  const [top, bottom] = [above < 0n ? -above : above, below < 0n ? -below : below];
  const rounded = (2n * top + bottom) / (2n * bottom);
  return { digits: isNegative ? -rounded : rounded, scale };
}

/** -1, 0 or 1. */
export function compared(one, other) {
  const { digits } = minus(one, other);
  return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

function scaled({ digits, scale }, wanted) {
  return digits * 10n ** BigInt(wanted - scale);
}

/** A number that JavaScript writes with an exponent, such as 1e-7, without it. */
function plain(text) {
  const [, sign, whole, part = "", exponent] = /^(-?)(\d+)(?:\.(\d+))?e([-+]\d{1,2})$/i.exec(text) ?? [];
  if (whole === undefined) return text;
  const point = whole.length + Number(exponent);
  const digits = "0".repeat(Math.max(0, 1 - point)) + whole + part;
  const at = Math.max(1, point);
  return sign + digits.padEnd(at, "0").slice(0, at) + "." + digits.slice(at);
}
