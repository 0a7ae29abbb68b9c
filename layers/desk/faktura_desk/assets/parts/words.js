// The words of the parts.
import { speaker } from "../shell/language.js";

export const say = speaker({
  en: {
    absent: "This does not exist, or you may not see it.",
    again: "Try again",
    broken: "Something went wrong on the server. Nothing you typed is lost. Try again.",
    close: "Close",
    in_use: "Your first attempt is still being worked on. Nothing you typed is lost. Try again in a moment.",
    loading: "Loading …",
    more: "Show more",
    nothing: "Nothing found.",
    offline: "The server cannot be reached. Nothing you typed is lost. Check your connection and try again.",
    refused: "The request was refused.",
    save: "Save",
    too_old: "Your first attempt was a day ago, and nobody can say any more what became of it. Look whether it was stored before you try again.",
  },
  de: {
    absent: "Das gibt es nicht, oder Sie dürfen es nicht sehen.",
    again: "Erneut versuchen",
    broken: "Auf dem Server ist etwas schiefgegangen. Ihre Eingaben sind nicht verloren. Versuchen Sie es erneut.",
    close: "Schließen",
    in_use: "Ihr erster Versuch ist noch in Arbeit. Ihre Eingaben sind nicht verloren. Versuchen Sie es gleich noch einmal.",
    loading: "Wird geladen …",
    more: "Mehr anzeigen",
    nothing: "Nichts gefunden.",
    offline: "Der Server ist nicht erreichbar. Ihre Eingaben sind nicht verloren. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.",
    refused: "Die Anfrage wurde abgelehnt.",
    save: "Speichern",
    too_old: "Ihr erster Versuch ist einen Tag her, und niemand kann mehr sagen, was daraus geworden ist. Sehen Sie nach, ob er gespeichert wurde, bevor Sie es erneut versuchen.",
  },
});
