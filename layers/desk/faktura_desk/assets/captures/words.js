// The words of the review of captures.
import { speaker } from "../shell/language.js";
import { german } from "./words_de.js";
import { english } from "./words_en.js";

export const say = speaker({ en: english, de: german });
