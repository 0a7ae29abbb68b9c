// The words of the parts.
import { speaker } from "../shell/language.js";

export const say = speaker({
  en: {
    absent: "This does not exist, or you may not see it.",
    again: "Try again",
    broken: "Something went wrong on the server. Nothing you typed is lost. Try again.",
    close: "Close",
    loading: "Loading …",
    more: "Show more",
    nothing: "Nothing found.",
    offline: "The server cannot be reached. Nothing you typed is lost. Check your connection and try again.",
    refused: "The request was refused.",
    save: "Save",
  },
  de: {
    absent: "Das gibt es nicht, oder Sie dürfen es nicht sehen.",
    again: "Erneut versuchen",
    broken: "Auf dem Server ist etwas schiefgegangen. Ihre Eingaben sind nicht verloren. Versuchen Sie es erneut.",
    close: "Schließen",
    loading: "Wird geladen …",
    more: "Mehr anzeigen",
    nothing: "Nichts gefunden.",
    offline: "Der Server ist nicht erreichbar. Ihre Eingaben sind nicht verloren. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.",
    refused: "Die Anfrage wurde abgelehnt.",
    save: "Speichern",
  },
});
