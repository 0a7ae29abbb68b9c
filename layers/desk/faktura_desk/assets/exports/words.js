// The words of the exports.
import { speaker } from "../shell/language.js";

export const say = speaker({
  en: {
    account_length: "Digits of an account", accounts: "Accounts", accounts_hint: "Your accountant knows these numbers. This browser keeps them for you.",
    add_rate: "Add a rate", client: "Client number", consultant: "Consultant number", currency: "Currency",
    debtor: "Debtors’ account", debtor_hint: "One digit more than other accounts.", donation: "Donations’ account", donation_hint: "Needed if payments have donations.",
    optional: "May be empty.", payment: "Bank or cash account", payment_hint: "Leave it empty if payments are booked elsewhere.", rate: "VAT rate in percent",
    rate_number: "Rate {number}", rate_twice: "This rate is already there.", remove: "Remove", remove_rate: "Remove rate {number}", revenue: "Revenue account",
    revenue_hint: "For invoices without VAT.", tax_key: "Tax key", wrong_account: "Type an account of {digits} digits.", wrong_client: "Type a number from 1 to 99999.",
    wrong_consultant: "Type a number from 1001 to 9999999.", wrong_currency: "Type three letters, such as EUR.", wrong_debtor: "Type an account of {more} digits.",
    wrong_rate: "Type a rate such as 19 or 5.5.", wrong_tax_key: "Type at most four digits.", year_start: "Financial year from",
    about_CSV: "A text file that every spreadsheet reads.", about_DATEV: "A batch of bookings for DATEV.",
    about_XLSX: "A workbook for Excel and others.", about_ZIP: "All PDFs of the period in one file.",
    created: "Asked for", exports: "Your exports", format: "Format", format_CSV: "Table (CSV)", format_DATEV: "DATEV bookings",
    format_XLSX: "Table (Excel)", format_ZIP: "PDFs (ZIP)", from: "From", gone: "This file is no longer kept. Export the period again.",
    last_month: "Last month", no_period: "Choose the first and the last day.", none: "There are no exports yet.", period: "Period", records: "Records",
    save: "Save", save_file: "Save {name}", start: "Export", starting: "Starting …", state: "State", status_DONE: "Ready", status_FAILED: "Failed",
    status_IN_PROGRESS: "Being made", this_month: "This month", title: "Export a period", to: "To", turned: "The first day is after the last one.",
  },
  de: {
    account_length: "Stellen eines Kontos", accounts: "Konten", accounts_hint: "Ihre Buchhaltung kennt diese Nummern. Dieser Browser merkt sie sich für Sie.",
    add_rate: "Satz hinzufügen", client: "Mandantennummer", consultant: "Beraternummer", currency: "Währung",
    debtor: "Debitorenkonto", debtor_hint: "Eine Stelle mehr als andere Konten.", donation: "Konto für Spenden", donation_hint: "Nötig, wenn Zahlungen Spenden enthalten.",
    optional: "Darf leer bleiben.", payment: "Bank- oder Kassenkonto", payment_hint: "Lassen Sie es leer, wenn Zahlungen anderswo gebucht werden.", rate: "Umsatzsteuersatz in Prozent",
    rate_number: "Satz {number}", rate_twice: "Diesen Satz gibt es schon.", remove: "Entfernen", remove_rate: "Satz {number} entfernen", revenue: "Erlöskonto",
    revenue_hint: "Für Rechnungen ohne Umsatzsteuer.", tax_key: "Steuerschlüssel", wrong_account: "Geben Sie ein Konto mit {digits} Stellen ein.", wrong_client: "Geben Sie eine Zahl von 1 bis 99999 ein.",
    wrong_consultant: "Geben Sie eine Zahl von 1001 bis 9999999 ein.", wrong_currency: "Geben Sie drei Buchstaben ein, zum Beispiel EUR.", wrong_debtor: "Geben Sie ein Konto mit {more} Stellen ein.",
    wrong_rate: "Geben Sie einen Satz wie 19 oder 5,5 ein.", wrong_tax_key: "Geben Sie höchstens vier Ziffern ein.", year_start: "Geschäftsjahr ab",
    about_CSV: "Eine Textdatei, die jede Tabellenkalkulation liest.", about_DATEV: "Ein Buchungsstapel für DATEV.",
    about_XLSX: "Eine Arbeitsmappe für Excel und andere.", about_ZIP: "Alle PDFs des Zeitraums in einer Datei.",
    created: "Angefordert", exports: "Ihre Exporte", format: "Format", format_CSV: "Tabelle (CSV)", format_DATEV: "DATEV-Buchungen",
    format_XLSX: "Tabelle (Excel)", format_ZIP: "PDFs (ZIP)", from: "Von", gone: "Diese Datei wird nicht mehr aufbewahrt. Exportieren Sie den Zeitraum erneut.",
    last_month: "Letzter Monat", no_period: "Wählen Sie den ersten und den letzten Tag.", none: "Es gibt noch keine Exporte.", period: "Zeitraum", records: "Datensätze",
    save: "Speichern", save_file: "{name} speichern", start: "Exportieren", starting: "Wird gestartet …", state: "Stand", status_DONE: "Fertig", status_FAILED: "Fehlgeschlagen",
    status_IN_PROGRESS: "In Arbeit", this_month: "Dieser Monat", title: "Zeitraum exportieren", to: "Bis", turned: "Der erste Tag liegt nach dem letzten.",
  },
});
