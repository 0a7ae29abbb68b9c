// Picking words by keyboard: the arrows move from word to word, with Shift they take more words, letters and digits search,
// Enter reads the words into the field, Escape leaves.
import { useEffect, useRef, useState } from "../library/view.js";
import { beginning, chosen, moved, searched, textOfWords } from "./pick.js";
import { say } from "./words.js";

const PAUSE = 1000; // milliseconds after which typing searches anew

/** `{ terms, chosen }`: the terms of the page's element while words are picked, and the words that are chosen. */
export function usePicker({ stage, words, box, isPicking, title, onTake, onEnd }) {
  const [range, setRange] = useState(null);
  const search = useRef({ typed: "", at: 0 });
  useEffect(() => {
    setRange(isPicking && words.length ? beginning(words, box) : null);
    if (isPicking) stage.current.focus({ preventScroll: true });
  }, [isPicking, words]);
  const picked = range ? chosen(words, range) : [];
  useEffect(() => {
    if (range) stage.current.querySelector(".word")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [range]);
  if (!isPicking) return { terms: {}, chosen: [] };
  const onKeyDown = (event) => {
    const next = event.key === "Escape" ? onEnd : event.key === "Enter" ? () => onTake(textOfWords(picked)) : null;
    const to = next || !range ? range : following(words, range, event, search.current);
    if (!next && to === range) return;
    event.preventDefault();
    event.stopPropagation();
    if (next) next();
    else setRange(to);
  };
  return { terms: { role: "application", tabIndex: 0, "aria-label": say("picker", { field: title }), onKeyDown }, chosen: picked };
}

function following(words, range, { key, shiftKey, ctrlKey, metaKey, altKey, timeStamp }, search) {
  if (key.length > 1) return moved(words, range, key, shiftKey);
  if (ctrlKey || metaKey || altKey) return range;
  search.typed = timeStamp - search.at > PAUSE ? key : search.typed + key;
  search.at = timeStamp;
  return { ...searched(words, range, search.typed) };
}
