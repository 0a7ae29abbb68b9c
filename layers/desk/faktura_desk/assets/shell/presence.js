// Whether the person may still be here. It is asked when somebody comes back to the page or touches it, and never while nobody is there.
import { check } from "./session.js";

const KNOWN_FOR = 30_000; // milliseconds; as long as the APIs may take to refuse a person who was disabled
const TOUCHES = ["focus", "keydown", "pointerdown", "pointermove", "scroll", "wheel"];

let knownAt = Date.now();

/** An API has taken the person's token just now, so nothing needs to be asked for a while. */
export function known() {
  knownAt = Date.now();
}

function touched() {
  if (document.visibilityState !== "visible" || Date.now() - knownAt < KNOWN_FOR) return;
  known();
  check();
}

TOUCHES.forEach((name) => addEventListener(name, touched, { capture: true, passive: true }));
document.addEventListener("visibilitychange", touched);
