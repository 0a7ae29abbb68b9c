// What a credit note will be, while its lines are chosen. The rules are those of docs/apis/jobs.md, Credit notes.
import { compared, decimalOf, minus, share, sum, textOf } from "../parts/decimals.js";
import { exactNumber } from "../parts/exact.js";

const ZERO = { digits: 0n, scale: 0 };
const HUNDRED = { digits: 100n, scale: 0 };

/** The lines of which something is left, each with `left`, the decimal that a person may choose from. */
export function creditableLines(found) {
  return found.lines
    .map((line) => ({ ...line, isCounted: line.creditable?.quantity !== undefined, left: leftOf(line) }))
    .filter(({ left }) => left.digits !== 0n);
}

/** What is wrong with a typed quantity or amount: a key of the words, or "". */
export function wrongWith(line, typed, decimals) {
  if (!typed.trim()) return "";
  const value = decimalOf(typed);
  if (!value) return "no_number";
  if (value.scale > (line.isCounted ? 18 : decimals)) return "too_many_decimals";
  const isOpposite = value.digits < 0n !== line.left.digits < 0n;
  if (value.digits === 0n || isOpposite) return "not_positive";
  return compared(absolute(value), absolute(line.left)) > 0 ? "too_much" : "";
}

/** The `lines` of the request, from what is typed by line id. */
export function partsOf(lines, typed) {
  return lines
    .filter(({ lineId }) => typed[lineId]?.trim())
    .map((line) => {
      const value = decimalOf(typed[line.lineId]);
      if (compared(value, line.left) === 0) return { lineId: line.lineId };
      return { lineId: line.lineId, [line.isCounted ? "quantity" : "amount"]: exactNumber(textOf(value)) };
    });
}

/** `{ net, tax, gross }` as decimals as text, with the shares of discounts of the whole order that follow the lines. */
export function sumsOf(lines, typed, decimals) {
  const chosen = new Map(lines.map((line) => [line, typed[line.lineId]?.trim() ? decimalOf(typed[line.lineId]) : null]));
  const nets = new Map([...chosen].filter(([, value]) => value).map(([line, value]) => [line, netOf(line, value, decimals)]));
  for (const line of lines.filter((line) => isDiscount(line) && !nets.has(line))) {
    const alike = lines.filter((one) => !isDiscount(one) && one.rate === line.rate);
    const base = sum(alike.map((one) => decimalOf(one.creditable.amount)));
    const credited = sum(alike.map((one) => nets.get(one) ?? ZERO));
    if (base.digits > 0n) nets.set(line, share(decimalOf(line.creditable.amount), credited, base, decimals));
  }
  const rates = [...new Set(lines.map(({ rate }) => String(rate ?? 0)))];
  const taxes = rates.map((rate) => {
    const base = sum([...nets].filter(([line]) => String(line.rate ?? 0) === rate).map(([, net]) => net));
    return share(base, decimalOf(rate), HUNDRED, decimals);
  });
  const [net, tax] = [sum([...nets.values()]), sum(taxes)];
  return { net: textOf(net), tax: textOf(tax), gross: textOf(sum([net, tax])) };
}

/** The net amount of a part of a line: all that is left, or the difference between what was left and what will be. */
function netOf(line, value, decimals) {
  const all = decimalOf(line.creditable.amount);
  if (compared(value, line.left) === 0) return all;
  if (!line.isCounted) return all.digits < 0n ? minus(ZERO, value) : value;
  return minus(all, shareOf(line, minus(line.left, value), decimals));
}

/** What a quantity of a line costs: its share of the price and of each of the line's discounts. */
function shareOf(line, quantity, decimals) {
  const reductions = (line.reductions ?? []).map(({ amount }) => decimalOf(amount));
  const whole = decimalOf(line.quantity);
  const price = minus(decimalOf(line.net), sum(reductions));
  return sum([price, ...reductions].map((one) => share(one, quantity, whole, decimals)));
}

function leftOf(line) {
  const { quantity, amount = 0 } = line.creditable ?? {};
  const left = decimalOf(quantity ?? amount) ?? ZERO;
  return quantity === undefined ? absolute(left) : left;
}

function isDiscount(line) {
  return !line.isCounted && line.itemNumber === undefined && decimalOf(line.net).digits < 0n;
}

function absolute({ digits, scale }) {
  return { digits: digits < 0n ? -digits : digits, scale };
}
