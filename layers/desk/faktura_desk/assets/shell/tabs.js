// What the tabs of one browser tell each other. No token is ever sent: only the issuer's answer to a sign-in, which is of
// no use without the attempt's secrets, and that somebody has signed out.
const PATIENCE = 3000; // milliseconds until a tab is no longer expected to take an answer

const channel = new BroadcastChannel("faktura");

/** Give an answer to the tab that waits for it. True if one has taken it. */
export function delivered(answer) {
  return new Promise((resolve) => {
    const end = (isTaken) => {
      channel.removeEventListener("message", hear);
      resolve(isTaken);
    };
    const hear = ({ data }) => data.kind === "taken" && data.state === answer.state && end(true);
    channel.addEventListener("message", hear);
    channel.postMessage({ kind: "answer", answer });
    setTimeout(() => end(false), PATIENCE);
  });
}

/** Call `take` with each answer whose state `isAwaited`. */
export function onAnswer(isAwaited, take) {
  channel.addEventListener("message", ({ data }) => {
    if (data.kind !== "answer" || !isAwaited(data.answer?.state)) return;
    channel.postMessage({ kind: "taken", state: data.answer.state });
    take(data.answer);
  });
}

/** Tell the other tabs that this person has signed out. */
export function tellSignedOut(subject) {
  channel.postMessage({ kind: "signed-out", subject });
}

/** Call `leave` when a person has signed out in another tab. */
export function onSignedOut(leave) {
  channel.addEventListener("message", ({ data }) => data.kind === "signed-out" && leave(data.subject));
}
