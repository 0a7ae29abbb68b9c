// The frame of every page: the head with the areas, the page itself, and what is said about the session.
import { Fragment, html, useEffect, useLayoutEffect, useReducer, useRef, useState } from "../library/view.js";
import { Notice } from "../parts/notice.js";
import { AREAS, titleOf } from "./areas.js";
import { Head } from "./head.js";
import { onLanguage } from "./language.js";
import { to, useRoute } from "./route.js";
import { may, onSession, session } from "./session.js";
import { Expired, SignIn } from "./sign_in.js";
import { say } from "./words.js";

/** The whole desk. */
export function Application() {
  const [, refresh] = useReducer((count) => count + 1, 0);
  useLayoutEffect(() => onSession(refresh), []); // at once: the sign-in may end before the first effect
  useEffect(() => onLanguage(refresh), []);
  const { kind } = session();
  if (kind === "starting") return html`<p class="starting" role="status">${say("starting")}</p>`;
  if (kind === "out") return html`<${SignIn} problem=${session().problem} />`;
  return html`<${Desk} isExpired=${kind === "expired"} />`;
}

function Desk({ isExpired }) {
  const route = useRoute();
  const areas = AREAS.filter((area) => may(...area.scopes));
  const area = areas.find(({ name }) => name === route.path[0]) ?? (route.path.length ? null : areas[0]);
  const main = useRef();
  useEffect(() => {
    document.title = area ? `${titleOf(area)} – Faktura` : "Faktura";
  });
  return html`<${Fragment}>
    <a class="skip" href="#content" onClick=${(event) => (event.preventDefault(), main.current.focus())}>${say("skip")}</a>
    <${Head} areas=${areas} current=${area} />
    <main id="content" tabindex="-1" ref=${main}>
      ${area && html`<${Lazy} key=${area.name} area=${area} route=${route} />`}
      ${!area && html`<${Nothing} areas=${areas} />`}
    </main>
    ${isExpired && html`<${Expired} />`}
  <//>`;
}

function Lazy({ area, route }) {
  const [loaded, setLoaded] = useState({});
  const load = () => area.load().then(({ Area }) => setLoaded({ Area })).catch(() => setLoaded({ isMissing: true }));
  useEffect(() => void load(), []);
  if (loaded.isMissing) return html`<${Notice} kind="problem" action=${say("again")} onAction=${load}>${say("not_loaded")}<//>`;
  if (!loaded.Area) return html`<p role="status" class="quiet">${say("loading")}</p>`;
  return html`<${loaded.Area} path=${route.path.slice(1)} query=${route.query} />`;
}

function Nothing({ areas }) {
  if (!areas.length) return html`<h1>${say("no_area_title")}</h1><p>${say("no_area")}</p>`;
  return html`<h1>${say("no_page_title")}</h1><p>${say("no_page")} <a href=${to([areas[0].name])}>${titleOf(areas[0])}</a></p>`;
}
