// The head of every page: the areas, the person, the language and the theme.
import { html, useRef, useState } from "../library/view.js";
import { Field } from "../parts/field.js";
import { titleOf } from "./areas.js";
import { choose, language, LANGUAGES } from "./language.js";
import { mayLeave, to } from "./route.js";
import { session, signOut } from "./session.js";
import { chooseTheme, theme, THEMES } from "./theme.js";
import { say } from "./words.js";

/** The head, with the areas a person may open. */
export function Head({ areas, current }) {
  return html`<header class="head">
    <a class="brand" href="#/">Faktura</a>
    <nav aria-label=${say("areas")}>
      ${areas.map((area) => html`<a href=${to([area.name])} aria-current=${area === current ? "page" : undefined}>${titleOf(area)}</a>`)}
    </nav>
    <${Account} />
  </header>`;
}

/** The person, and what is theirs: the preferences and the way out. It closes with Escape, and when the focus leaves it. */
function Account() {
  const element = useRef();
  const close = () => (element.current.open = false);
  const onKeyDown = (event) => {
    if (event.key !== "Escape" || !element.current.open) return;
    close();
    element.current.firstElementChild.focus();
  };
  const onFocusOut = ({ relatedTarget }) => relatedTarget && !element.current.contains(relatedTarget) && close();
  return html`<details class="account" ref=${element} onKeyDown=${onKeyDown} onFocusOut=${onFocusOut}>
    <summary aria-label=${say("account", { person: session().person })}><bdi>${session().person}</bdi></summary>
    <div class="card">
      <${Preferences} />
      <button onClick=${() => mayLeave() && signOut()}>${say("sign_out")}</button>
    </div>
  </details>`;
}

/** The choice of language and theme. */
export function Preferences() {
  const [chosen, setChosen] = useState(theme());
  const use = (name) => (chooseTheme(name), setChosen(name));
  return html`<div class="preferences">
    <${Field} label=${say("language")} options=${Object.entries(LANGUAGES)} value=${language()} onValue=${choose} />
    <${Field} label=${say("theme")} options=${THEMES.map((name) => [name, say(`theme_${name}`)])} value=${chosen} onValue=${use} />
  </div>`;
}
