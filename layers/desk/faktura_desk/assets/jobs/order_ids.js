// The order numbers that somebody types or pastes.

const MOST = 10_000;
const LONGEST = 128;

/** `{ ids, duplicates, problem }` of a text with one number per line, or per cell of a spreadsheet. `problem`: words and values. */
export function orderIds(text) {
  const typed = text.split(/[\r\n\t]+/).map((one) => one.trim()).filter(Boolean);
  const ids = [...new Set(typed)];
  const seen = new Set();
  const duplicates = [...new Set(typed.filter((one) => seen.has(one) || !seen.add(one)))];
  return { ids, duplicates, problem: problemOf(ids) };
}

function problemOf(ids) {
  if (ids.length > MOST) return ["too_many", { count: ids.length, most: MOST }];
  const odd = ids.find((id) => id.length > LONGEST || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(id));
  return odd === undefined ? null : ["no_order_number", { id: odd.slice(0, 40) }];
}
