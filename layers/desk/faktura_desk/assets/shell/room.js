// Loads the rooms. After the first page, the rooms that a person may open are loaded before they are asked for, so an open
// desk goes on when the stack has been updated. A room that cannot be loaded any more asks for a reload.
import { html, useEffect, useState } from "../library/view.js";
import { Notice } from "../parts/notice.js";
import { say } from "./words.js";

const OURS = new URL("../", import.meta.url).pathname;

/** An area at a route. */
export function Room({ area, route }) {
  const [loaded, setLoaded] = useState({});
  const load = () => {
    area.load().then(({ Area }) => setLoaded({ Area })).catch(async () => setLoaded({ reason: await reasonOf() }));
  };
  useEffect(load, []);
  if (loaded.reason === "updated") {
    return html`<h1>${say(area.name)}</h1>
      <${Notice} kind="problem" action=${say("reload")} onAction=${() => location.reload()}>${say("updated")}<//>`;
  }
  if (loaded.reason) {
    return html`<h1>${say(area.name)}</h1>
      <${Notice} kind="problem" action=${say("again")} onAction=${load}>${say("not_loaded")}<//>`;
  }
  if (!loaded.Area) return html`<p role="status" class="quiet">${say("loading")}</p>`;
  return html`<${loaded.Area} path=${route.path.slice(1)} query=${route.query} />`;
}

/** Load these areas when the browser has nothing else to do. */
export function useReady(areas) {
  useEffect(() => {
    const whenIdle = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 1000));
    const load = async () => {
      for (const area of areas) await area.load().catch(() => {});
    };
    whenIdle(() => void load());
  }, [areas.map(({ name }) => name).join()]);
}

/** Why a room could not be loaded: the page of the server names another version, or the network. */
async function reasonOf() {
  try {
    const answer = await fetch("desk", { cache: "no-cache", credentials: "omit" });
    return answer.ok && !(await answer.text()).includes(OURS.split("/").at(-2)) ? "updated" : "network";
  } catch {
    return "network";
  }
}
