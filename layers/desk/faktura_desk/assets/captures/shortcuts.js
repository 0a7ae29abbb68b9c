// Keys of a page. Single letters count only outside fields, and a person can switch them off (WCAG 2.1.4).
import { html, useEffect, useRef, useState } from "../library/view.js";
import { say } from "./words.js";

const KEPT = "faktura.captures.keys";

/** Whether single keys are in use. */
export function areKeysOn() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

/**
 * Call `keys[key]` when a key is pressed outside fields and dialogs, without Ctrl, Alt or Meta.
 * The function returns false to leave the key to the browser. The keys always do what the last drawing of the page says.
 */
export function useKeys(keys) {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const follow = (event) => {
      if (!areKeysOn() || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTaken(event)) return;
      const act = current.current[event.key];
      if (act && act(event) !== false) event.preventDefault();
    };
    addEventListener("keydown", follow);
    return () => removeEventListener("keydown", follow);
  }, []);
}

/** The keys of a page, `[key, what it does]` each, and the switch that turns them off. */
export function Keys({ keys }) {
  const [isOn, setOn] = useState(areKeysOn());
  const change = (event) => {
    try {
      localStorage.setItem(KEPT, event.target.checked ? "on" : "off");
    } catch {
      // the choice cannot be kept; the keys stay as they are
    }
    setOn(areKeysOn());
  };
  return html`<details class="keys">
    <summary>${say("keys")}</summary>
    <dl>${keys.map(([key, meaning]) => html`<div><dt>${key.split(" ").map((one) => html`<kbd>${one}</kbd>`)}</dt><dd>${meaning}</dd></div>`)}</dl>
    <label class="switch"><input type="checkbox" checked=${isOn} onChange=${change} /> ${say("keys_on")}</label>
    <p class="hint">${say("keys_hint")}</p>
  </details>`;
}

function isTaken({ target, key }) {
  if (!(target instanceof Element)) return false;
  if (target.closest("dialog, select, textarea, [role=application]")) return true;
  if (target.matches("input")) return target.type !== "checkbox";
  return key === "Enter" && target.matches("a, button, summary");
}
