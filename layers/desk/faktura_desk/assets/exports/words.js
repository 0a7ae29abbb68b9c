// The words of the exports.
import { speaker } from "../shell/language.js";

export const say = speaker({
  en: {
    about_CSV: "A text file that every spreadsheet reads.", about_DATEV: "A batch of bookings for DATEV.",
    about_XLSX: "A workbook for Excel and others.", about_ZIP: "All PDFs of the period in one file.",
    created: "Asked for", exports: "Your exports", format: "Format", format_CSV: "Table (CSV)", format_DATEV: "DATEV bookings",
    format_XLSX: "Table (Excel)", format_ZIP: "PDFs (ZIP)", from: "From", gone: "This file is no longer kept. Export the period again.",
    last_month: "Last month", no_period: "Choose the first and the last day.", none: "There are no exports yet.", period: "Period", records: "Records",
    save: "Save", save_file: "Save {name}", start: "Export", starting: "Starting …", state: "State", status_DONE: "Ready", status_FAILED: "Failed",
    status_IN_PROGRESS: "Being made", this_month: "This month", title: "Export a period", to: "To", turned: "The first day is after the last one.",
  },
  de: {
    about_CSV: "Eine Textdatei, die jede Tabellenkalkulation liest.", about_DATEV: "Ein Buchungsstapel für DATEV.",
    about_XLSX: "Eine Arbeitsmappe für Excel und andere.", about_ZIP: "Alle PDFs des Zeitraums in einer Datei.",
    created: "Angefordert", exports: "Ihre Exporte", format: "Format", format_CSV: "Tabelle (CSV)", format_DATEV: "DATEV-Buchungen",
    format_XLSX: "Tabelle (Excel)", format_ZIP: "PDFs (ZIP)", from: "Von", gone: "Diese Datei wird nicht mehr aufbewahrt. Exportieren Sie den Zeitraum erneut.",
    last_month: "Letzter Monat", no_period: "Wählen Sie den ersten und den letzten Tag.", none: "Es gibt noch keine Exporte.", period: "Zeitraum", records: "Datensätze",
    save: "Speichern", save_file: "{name} speichern", start: "Exportieren", starting: "Wird gestartet …", state: "Stand", status_DONE: "Fertig", status_FAILED: "Fehlgeschlagen",
    status_IN_PROGRESS: "In Arbeit", this_month: "Dieser Monat", title: "Zeitraum exportieren", to: "Bis", turned: "Der erste Tag liegt nach dem letzten.",
  },
});
