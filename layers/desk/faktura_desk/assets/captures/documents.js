// What the page fetches of documents: each thing once, and that of the next document before a person asks for it.
import { call } from "../shell/request.js";
import { PATH } from "./sequence.js";

const MAX_KEPT = 5; // documents, the one on the screen among them
const PAGES_AHEAD = 2;
const kept = new Map();

/** `{ state(), picture(page), words(page), fetchedAt }` of a request; a failed fetch is tried again when it is asked for again. */
export function documentOf(requestId) {
  const found = kept.get(requestId) ?? made(requestId);
  kept.delete(requestId);
  kept.set(requestId, found);
  for (const [id, old] of kept) {
    if (kept.size <= MAX_KEPT) break;
    kept.delete(id);
    old.drop();
  }
  return found;
}

/** Fetch the state, the first pages and their words of a document that will be opened next. */
export async function fetchAhead(requestId) {
  const found = documentOf(requestId);
  const { pages = 0 } = await found.state();
  const first = Array.from({ length: Math.min(pages, PAGES_AHEAD) }, (_, index) => index + 1);
  await Promise.all(first.flatMap((page) => [found.picture(page), found.words(page)]));
}

/** Forget the state of a request, because it has changed. Its pages stay. */
export function outdate(requestId) {
  kept.get(requestId)?.outdate();
}

/** Whether the first page of a document, with its words, has been fetched. */
export function isFetched(requestId) {
  return kept.get(requestId)?.has("picture 1", "words 1") ?? false;
}

function made(requestId) {
  const results = new Map();
  const path = `${PATH}/${encodeURIComponent(requestId)}`;
  const ready = new Set();
  const fetched = async (name, fetch) => {
    try {
      const value = await fetch();
      ready.add(name);
      return value;
    } catch (problem) {
      results.delete(name);
      throw problem;
    }
  };
  const once = (name, fetch) => {
    if (!results.has(name)) results.set(name, fetched(name, fetch));
    return results.get(name);
  };
  const entry = {
    fetchedAt: 0,
    state: () => once("state", async () => ((entry.fetchedAt = Date.now()), (await call(path)).body)),
    picture: (page) => once(`picture ${page}`, () => pictureAt(`${path}/pages/${page}`)),
    words: (page) => once(`words ${page}`, async () => (hasWords(await entry.state()) ? wordsAt(`${path}/pages/${page}/words`) : [])),
    has: (...names) => names.every((name) => ready.has(name)),
    outdate: () => results.delete("state"),
    drop: () => results.forEach((result) => result.then((value) => value.address && URL.revokeObjectURL(value.address), () => {})),
  };
  return entry;
}

async function pictureAt(path) {
  const { body } = await call(path, { as: "blob" });
  const address = URL.createObjectURL(body);
  const image = new Image();
  image.src = address;
  await image.decode();
  return { address, width: image.naturalWidth, height: image.naturalHeight };
}

/** Of a page that carries its data nothing is read. */
function hasWords({ readFrom }) {
  return readFrom !== "E_INVOICE";
}

/** Words are a help: a page without them is shown, too. */
async function wordsAt(path) {
  try {
    return (await call(path)).body.words;
  } catch (problem) {
    if (problem.status === 404) return [];
    throw problem;
  }
}
