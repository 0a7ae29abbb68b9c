// The picture of a page with a box on every field. A person chooses a field by its box, or reads words into a field by drawing
// a box, by pressing a word, or by keyboard (picker.js).
import { html, useEffect, useRef, useState } from "../library/view.js";
import { Failure } from "../parts/notice.js";
import { Boxes, Chosen, Rectangle } from "./boxes.js";
import { useDrawing } from "./drawing.js";
import { textIn, textOfWords, wordAt } from "./pick.js";
import { usePicker } from "./picker.js";
import { useKeys } from "./shortcuts.js";
import { say } from "./words.js";

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];

/**
 * The pages of a document. `fields` are `{ name, title, page, box, tone }`, `selected` is the name of one of all fields.
 * `onText` gets the text that was read for the selected field; `isPicking` says whether the keyboard or a finger picks words.
 */
export function Picture({ entry, pages, page, onPage, fields, selected, title, onSelect, onText, isPicking, onPicking }) {
  const [view, setView] = useState({ zoom: 1, turn: 0 });
  const [loaded, load] = useLoaded(entry, page);
  const pane = useRef();
  const place = fields.find(({ name }) => name === selected);
  const box = place?.page === page ? place.box : null;
  useEffect(() => {
    if (place?.page === page && loaded.picture) show(pane.current, place.name);
  }, [selected, page, loaded.picture, view]);
  const zoom = (step) => setView((now) => ({ ...now, zoom: ZOOMS[Math.min(Math.max(nearest(now.zoom) + step, 0), ZOOMS.length - 1)] }));
  const turn = () => setView((now) => ({ ...now, turn: (now.turn + 90) % 360 }));
  const fit = (zoom) => setView((now) => ({ ...now, zoom }));
  const whole = () => fit(zoomOfWhole(pane.current, loaded.picture, view.turn));
  const flip = (step) => page + step >= 1 && page + step <= pages && (onPage(page + step), true);
  useKeys({
    "+": () => (zoom(1), true), "-": () => (zoom(-1), true), 0: () => (fit(1), true), f: () => (whole(), true), r: () => (turn(), true),
    ArrowRight: () => flip(1), ArrowLeft: () => flip(-1),
  });
  const terms = { loaded, view, fields: fields.filter((field) => field.page === page), selected, title, page, box, isPicking, onSelect, onText, onPicking };
  return html`<section class="picture" aria-label=${say("picture")}>
    <div class="tools" role="group" aria-label=${say("view")}>
      ${pages > 1 && html`<${Pages} page=${page} pages=${pages} onPage=${onPage} />`}
      <button onClick=${() => zoom(-1)} aria-label=${say("smaller")}>−</button>
      <button onClick=${() => zoom(1)} aria-label=${say("larger")}>+</button>
      <button onClick=${() => fit(1)}>${say("fit_width")}</button>
      <button onClick=${whole} disabled=${!loaded.picture}>${say("fit_page")}</button>
      <button onClick=${turn}>${say("turn")}</button>
      <button aria-pressed=${isPicking} onClick=${() => onPicking(!isPicking)}>${say("pick")}</button>
    </div>
    <div class="pane" ref=${pane} tabindex="0" role="region" aria-label=${say("page_of", { page, pages })}>
      ${loaded.problem && html`<${PageFailure} problem=${loaded.problem} onAgain=${load} />`}
      ${!loaded.problem && !loaded.picture && html`<p class="quiet" role="status">${say("loading_page")}</p>`}
      ${loaded.picture && html`<${Stage} key=${page} ...${terms} />`}
    </div>
    <p class="hint">${say(isPicking ? "pick_hint" : "draw_hint", { field: title })}</p>
  </section>`;
}

function Pages({ page, pages, onPage }) {
  return html`<span class="pages">
    <button onClick=${() => onPage(page - 1)} disabled=${page <= 1} aria-label=${say("page_before")}>‹</button>
    <span>${say("page_of", { page, pages })}</span>
    <button onClick=${() => onPage(page + 1)} disabled=${page >= pages} aria-label=${say("page_after")}>›</button>
  </span>`;
}

function PageFailure({ problem, onAgain }) {
  if (problem.status === 404) return html`<p class="quiet">${say("no_picture")}</p>`;
  return html`<${Failure} problem=${problem} onAgain=${onAgain} />`;
}

/** The page itself, turned and as wide as the zoom says, with what lies upon it. */
function Stage({ loaded: { picture, words }, view, fields, selected, title, page, box, isPicking, onSelect, onText, onPicking }) {
  const stage = useRef();
  const take = (text) => text && onText(text);
  const drawing = useDrawing(stage, view.turn, isPicking, (drawn) => take(textIn(words, drawn)));
  const picker = usePicker({ stage, words, box, isPicking, title, onTake: take, onEnd: () => onPicking(false) });
  const press = (event) => {
    if (drawing.hasDrawn()) return;
    const at = isPicking ? wordAt(words, drawing.pointOf(event)) : -1;
    if (at >= 0) return take(words[at].text);
    const name = event.target.closest("[data-field]")?.dataset.field;
    if (name) onSelect(name);
  };
  const isSide = view.turn % 180 !== 0;
  const { width, height } = picture;
  const sheet = { width: `${view.zoom * 100}%`, aspectRatio: isSide ? `${height} / ${width}` : `${width} / ${height}` };
  const turned = { width: isSide ? `${(width / height) * 100}%` : "100%", aspectRatio: `${width} / ${height}`, transform: `translate(-50%, -50%) rotate(${view.turn}deg)` };
  return html`<div class="sheet" style=${sheet}>
    <div class=${`stage${isPicking ? " picking" : ""}`} style=${turned} ref=${stage} onClick=${press} ...${drawing.handlers} ...${picker.terms}>
      <img src=${picture.address} alt=${say("page_alt", { page })} draggable=${false} />
      <${Boxes} fields=${fields} selected=${selected} />
      ${isPicking && html`<${Chosen} words=${picker.chosen} />`}
      ${drawing.box && html`<${Rectangle} box=${drawing.box} />`}
    </div>
    ${isPicking && html`<p class="unseen" aria-live="assertive">${textOfWords(picker.chosen) || say("no_words")}</p>`}
  </div>`;
}

/** The picture and the words of a page, and a function that loads them again. The picture does not wait for the words. */
function useLoaded(entry, page) {
  const [loaded, setLoaded] = useState({ words: [] });
  const wanted = useRef();
  const load = () => {
    const own = (wanted.current = {});
    const set = (part) => wanted.current === own && setLoaded((now) => ({ ...now, ...part }));
    setLoaded({ words: [] });
    entry.picture(page).then((picture) => set({ picture }), (problem) => set({ problem }));
    entry.words(page).then((words) => set({ words }), () => {}); // the page can be reviewed without words
  };
  useEffect(() => {
    load();
    return () => (wanted.current = null);
  }, [entry, page]);
  return [loaded, load];
}

function nearest(zoom) {
  return ZOOMS.reduce((best, one, index) => (Math.abs(one - zoom) < Math.abs(ZOOMS[best] - zoom) ? index : best), 0);
}

function zoomOfWhole(pane, picture, turn) {
  if (!picture) return 1;
  const ratio = turn % 180 ? picture.height / picture.width : picture.width / picture.height;
  return Math.min(1, (pane.clientHeight / pane.clientWidth) * ratio);
}

/** Scroll the pane, and nothing else, so that the box of a field is in view. */
function show(pane, name) {
  const box = [...pane.querySelectorAll("[data-field]")].find((one) => one.dataset.field === name);
  if (!box) return;
  const [outer, inner] = [pane.getBoundingClientRect(), box.getBoundingClientRect()];
  const isSeen = inner.top >= outer.top && inner.bottom <= outer.bottom && inner.left >= outer.left && inner.right <= outer.right;
  if (isSeen) return;
  const top = pane.scrollTop + inner.top - outer.top - (outer.height - inner.height) / 2;
  const left = pane.scrollLeft + inner.left - outer.left - (outer.width - inner.width) / 2;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  pane.scrollTo({ top, left, behavior: isCalm ? "auto" : "smooth" });
}
