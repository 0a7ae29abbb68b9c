// The frame of every page: the head with the areas, the page itself, and what is said about the session.
import { Fragment, html, useEffect, useLayoutEffect, useReducer, useRef } from "../library/view.js";
import { AREAS, titleOf } from "./areas.js";
import { Guarded, Stumbled } from "./failing.js";
import { Head } from "./head.js";
import { useHeading } from "./heading.js";
import { onLanguage } from "./language.js";
import { Room, useReady } from "./room.js";
import { to, useRoute } from "./route.js";
import { may, onSession, session } from "./session.js";
import { Delivered, Expired, SignIn } from "./sign_in.js";
import { say } from "./words.js";

/** The whole desk. */
export function Application() {
  const [, refresh] = useReducer((count) => count + 1, 0);
  useLayoutEffect(() => onSession(refresh), []); // at once: the sign-in may end before the first effect
  useEffect(() => onLanguage(refresh), []);
  const { kind, problem } = session();
  if (kind === "starting") return html`<p class="starting" role="status">${say("starting")}</p>`;
  if (kind === "delivered") return html`<${Delivered} />`;
  if (kind === "out") return html`<${SignIn} problem=${problem} />`;
  return html`<${Desk} isExpired=${kind === "expired"} />`;
}

function Desk({ isExpired }) {
  const route = useRoute();
  const areas = AREAS.filter((area) => may(...area.scopes));
  const area = areas.find(({ name }) => name === route.path[0]) ?? (route.path.length || areas.length !== 1 ? null : areas[0]);
  const main = useRef();
  const place = route.path.join("/");
  const first = useRef(place);
  if (first.current !== place) first.current = null;
  useHeading(main, place, area ? titleOf(area) : "", first.current !== null);
  useReady(areas);
  return html`<${Fragment}>
    <a class="skip" href="#content" onClick=${(event) => (event.preventDefault(), main.current.focus())}>${say("skip")}</a>
    <${Head} areas=${areas} current=${area} />
    <main id="content" tabindex="-1" ref=${main}>
      <${Stumbled} />
      <${Guarded} key=${area?.name ?? place}>
        ${area ? html`<${Room} area=${area} route=${route} />` : html`<${Elsewhere} areas=${areas} route=${route} />`}
      <//>
    </main>
    ${isExpired && html`<${Expired} />`}
  <//>`;
}

/** The first page of somebody with several areas, or with none, and addresses that lead nowhere. */
function Elsewhere({ areas, route }) {
  if (!areas.length) return html`<h1>${say("no_area_title")}</h1><p>${say("no_area")}</p>`;
  if (route.path.length) return html`<h1>${say("no_page_title")}</h1><p>${say("no_page")} <a href="#/">Faktura</a></p>`;
  return html`<h1>${say("home_title")}</h1>
    <ul class="choices">
      ${areas.map((area) => html`<li><a class="card" href=${to([area.name])}>
        <strong>${titleOf(area)}</strong><span>${say(`about_${area.name}`)}</span>
      </a></li>`)}
    </ul>`;
}
