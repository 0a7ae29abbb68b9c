// Names of months in the languages of the documents, from the browser's own data.
const LOCALES = ["en", "de", "fr", "es", "it", "nl", "pt", "pl", "cs", "da", "sv", "nb", "fi"];
let languages = null;

/** The month of a name or of its beginning, such as 9 for "Sept" and "septembre"; 0 if it is none or not certain. */
export function monthOf(name) {
  languages ??= LOCALES.map(namesIn);
  const wanted = bare(name);
  if (wanted.length < 3) return 0;
  for (const names of languages) {
    const fitting = names.filter((one) => one.startsWith(wanted));
    if (fitting.length === 1) return names.indexOf(fitting[0]) + 1;
  }
  return 0;
}

function namesIn(locale) {
  const format = new Intl.DateTimeFormat(locale, { month: "long", day: "numeric", timeZone: "UTC" });
  return Array.from({ length: 12 }, (_, index) => {
    const parts = format.formatToParts(new Date(Date.UTC(2023, index, 3)));
    return bare(parts.find(({ type }) => type === "month").value);
  });
}

function bare(text) {
  return text.toLowerCase().normalize("NFD").replace(/[^a-z]/g, "");
}
