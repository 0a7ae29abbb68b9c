// The head of every page: the areas, the person, the language and the theme.
import { html, useState } from "../library/view.js";
import { titleOf } from "./areas.js";
import { choose, language, LANGUAGES } from "./language.js";
import { mayLeave, to } from "./route.js";
import { session, signOut } from "./session.js";
import { chooseTheme, theme, THEMES } from "./theme.js";
import { say } from "./words.js";

/** The head, with the areas a person may open. */
export function Head({ areas, current }) {
  const { person } = session();
  return html`<header class="head">
    <a class="brand" href="#/">Faktura</a>
    <nav aria-label=${say("areas")}>
      ${areas.map((area) => html`<a href=${to([area.name])} aria-current=${area === current ? "page" : undefined}>${titleOf(area)}</a>`)}
    </nav>
    <div class="person">
      <span class="name"><bdi>${person}</bdi></span>
      <${Preferences} />
      <button class="plain" onClick=${() => mayLeave() && signOut()}>${say("sign_out")}</button>
    </div>
  </header>`;
}

/** The choice of language and theme. */
export function Preferences() {
  const [chosen, setChosen] = useState(theme());
  const use = (name) => (chooseTheme(name), setChosen(name));
  return html`<span class="preferences">
    <select aria-label=${say("language")} value=${language()} onChange=${(event) => choose(event.target.value)}>
      ${Object.entries(LANGUAGES).map(([name, title]) => html`<option value=${name} lang=${name}>${title}</option>`)}
    </select>
    <select aria-label=${say("theme")} value=${chosen} onChange=${(event) => use(event.target.value)}>
      ${THEMES.map((name) => html`<option value=${name}>${say(`theme_${name}`)}</option>`)}
    </select>
  </span>`;
}
