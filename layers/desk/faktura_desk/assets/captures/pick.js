// Words of a page: which are in a box, and how the keyboard moves through them. No I/O.
// A range is `{ from, to }`: the places of its first chosen and its last chosen word in reading order.

/** The text of the words whose middle lies in a box, in reading order. */
export function textIn(words, box) {
  return textOfWords(words.filter((word) => isIn(middle(word), box)));
}

/** The place of the word at a point, -1 if there is none. */
export function wordAt(words, { x, y }) {
  return words.findIndex(({ box }) => isIn({ x, y }, box));
}

/** The words of a range. */
export function chosen(words, { from, to }) {
  return words.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/** The text of words. */
export function textOfWords(words) {
  return words.map(({ text }) => text).join(" ");
}

/** Where picking begins: at the first word in the field's box, else at the page's first word. */
export function beginning(words, box) {
  const at = box ? words.findIndex((word) => isIn(middle(word), box)) : 0;
  return { from: Math.max(at, 0), to: Math.max(at, 0) };
}

/** The range after an arrow key, Home or End; the same range if the key does not move it. With `isLonger` only its end moves. */
export function moved(words, range, key, isLonger) {
  const last = words.length - 1;
  const steps = { ArrowRight: range.to + 1, ArrowLeft: range.to - 1, Home: 0, End: last };
  const up = { ArrowUp: -1, ArrowDown: 1 }[key];
  const wanted = up ? beside(words, range.to, up) : steps[key];
  if (wanted === undefined) return range;
  const to = Math.min(Math.max(wanted, 0), last);
  return { from: isLonger ? range.from : to, to };
}

/** The next word after the range that contains what was typed; the same range if there is none. */
export function searched(words, range, typed) {
  const wanted = typed.toLowerCase();
  const places = words.map((_, index) => (range.to + index) % words.length);
  const at = places.find((place) => words[place].text.toLowerCase().includes(wanted));
  return at === undefined ? range : { from: at, to: at };
}

/** The nearest word of the next line up or down. */
function beside(words, at, direction) {
  const { x, y } = middle(words[at]);
  const height = words[at].box.height;
  let best = at;
  let least = Infinity;
  words.forEach((word, index) => {
    const to = middle(word);
    const down = (to.y - y) * direction;
    const apart = Math.max(0, word.box.left - x, x - word.box.left - word.box.width);
    if (down > height / 2 && down * 4 + apart < least) [best, least] = [index, down * 4 + apart];
  });
  return best;
}

function middle({ box }) {
  return { x: Number(box.left) + box.width / 2, y: Number(box.top) + box.height / 2 };
}

function isIn({ x, y }, box) {
  return x >= box.left && x <= Number(box.left) + Number(box.width) && y >= box.top && y <= Number(box.top) + Number(box.height);
}
