// The desk begins here.
import { html, render } from "../library/view.js";
import { Application } from "./application.js";
import { language } from "./language.js";
import { start } from "./session.js";
import { applyTheme } from "./theme.js";

document.documentElement.lang = language();
applyTheme();
const place = document.getElementById("desk");
place.replaceChildren();
render(html`<${Application} />`, place);
start();
