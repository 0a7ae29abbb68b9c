// The state of one review: the document, what is typed, and the decision.
import { useEffect, useRef, useState } from "../library/view.js";
import { Attempts } from "../parts/attempt.js";
import { documentOf, outdate } from "./documents.js";
import { correctionsOf, unreadable } from "./draft.js";
import { markDecided, PATH } from "./sequence.js";
import { hintsOf, seen } from "./values.js";

const FRESH = 5000; // milliseconds for which a document that was fetched ahead needs no second look
const NOTHING = { draft: {}, note: "", problem: null, conflict: null, isBusy: false, decided: null };

/**
 * The review of a request: `state` (as the API shows it), `base` (the invoice as last corrected), `draft` (what is typed),
 * `note`, `corrections`, `unreadable`, `problem`, `conflict`, `isBusy`, `decided`, `isDirty`, and what changes them.
 */
export function useReview(requestId) {
  const entry = documentOf(requestId);
  const [loaded, setLoaded] = useState({});
  const [work, setWork] = useState(NOTHING);
  const attempts = useRef(null);
  attempts.current ??= new Attempts();
  const put = (part) => setWork((now) => ({ ...now, ...part }));
  const load = () => read(entry, requestId, setLoaded);
  useEffect(() => void load(), [requestId]);
  const { state } = loaded;
  const base = state?.review?.data ?? state?.data;
  const corrections = base ? correctionsOf(work.draft, base) : {};
  const adopt = (review) => {
    outdate(requestId);
    setLoaded({ state: { ...state, review } });
  };
  const decide = async (decision) => {
    const body = { decision, revision: state.review?.revision ?? 0, corrections, note: seen(work.note).trim() };
    put({ isBusy: true, problem: null });
    try {
      const { body: review, isEarlier } = await attempts.current.send(`${PATH}/${encodeURIComponent(requestId)}/review`, body);
      if (isEarlier) return put({ isBusy: false, conflict: review }); // an earlier attempt has decided after all
      markDecided(requestId);
      adopt(review);
      setWork({ ...NOTHING, decided: review });
    } catch (problem) {
      const conflict = problem.status === 409 ? problem.body?.review : null;
      put({ isBusy: false, problem: conflict ? null : problem, conflict });
    }
    return undefined;
  };
  return {
    ...work, ...loaded, entry, base, corrections, load, decide, hints: state ? hintsOf(state) : {}, unreadable: unreadable(work.draft),
    isDirty: Object.keys(corrections).length > 0 || unreadable(work.draft).length > 0 || work.note !== "",
    change: (name, value) => setWork((now) => ({ ...now, problem: null, draft: { ...now.draft, [name]: value } })),
    tidy: (name, text) => setWork((now) => (now.draft[name] ? { ...now, draft: { ...now.draft, [name]: { ...now.draft[name], text } } } : now)),
    undo: (name) => setWork((now) => ({ ...now, draft: Object.fromEntries(Object.entries(now.draft).filter(([one]) => one !== name)) })),
    write: (note) => put({ note }),
    keepMine: () => (adopt(work.conflict), put({ conflict: null })),
    keepTheirs: () => (markDecided(requestId), adopt(work.conflict), setWork({ ...NOTHING, decided: work.conflict })),
  };
}

/** Show what is known at once, then look whether somebody has reviewed it since. */
async function read(entry, requestId, setLoaded) {
  setLoaded({});
  try {
    const first = await entry.state();
    setLoaded({ state: first });
    if (Date.now() - entry.fetchedAt < FRESH) return;
    outdate(requestId);
    const latest = await entry.state().catch(() => first);
    const hasChanged = latest.status !== first.status || latest.review?.revision !== first.review?.revision;
    if (hasChanged) setLoaded((now) => (now.state === first ? { state: latest } : now));
  } catch (problem) {
    setLoaded({ problemOfDocument: problem });
  }
}
