// The accounts of a DATEV batch as a person types them: what is wrong with them, how they are sent, and how this browser keeps them
// for this person.
// `kind`: "office" (invoices without VAT, and payments) or "provider" (revenue by rate).
import { session } from "../shell/session.js";

const KEPT = "faktura.datev.";
const EMPTY = {
  consultant: "", client: "", accountLength: "4", yearStart: "01-01", debtor: "",
  revenue: "", revenueTaxKey: "", payment: "", donation: "", currency: "EUR",
};
const EMPTY_ROW = { rate: "", account: "", taxKey: "" };
const OPTIONAL = ["payment", "donation"];
const RATE = /^\d{1,3}([.,]\d{1,4})?$/;

/** The accounts that this person has used last for the API at `path`; empty ones if there are none. Nobody else's are shown. */
export function kept(path) {
  const found = read(path);
  const rows = Array.isArray(found.rows) ? found.rows.slice(0, 100).map((row) => texts(EMPTY_ROW, row)) : [];
  return { ...texts(EMPTY, found), rows: rows.length ? rows : [newRow()] };
}

/** Keep the accounts for this person's next time. */
export function keep(path, accounts) {
  try {
    localStorage.setItem(placeOf(path), JSON.stringify(accounts));
  } catch {
    // private windows may refuse; the accounts are then typed again
  }
}

/** An empty row of a rate. */
export function newRow() {
  return { ...EMPTY_ROW };
}

/** What is wrong, as keys of words by field: `{ debtor: "wrong_debtor", "rows.0.rate": "wrong_rate" }`. `hasPayments`: payments are asked for. */
export function faultsOf(kind, accounts, hasPayments) {
  const { accountLength, rows } = accounts;
  const isAccount = (text) => new RegExp(`^[1-9]\\d{${accountLength - 1}}$`).test(text.trim());
  const faults = {
    consultant: !between(accounts.consultant, 1001, 9999999) && "wrong_consultant",
    client: !between(accounts.client, 1, 99999) && "wrong_client",
    debtor: !new RegExp(`^[1-9]\\d{${accountLength}}$`).test(accounts.debtor.trim()) && "wrong_debtor",
  };
  if (kind === "office") {
    faults.revenue = !isAccount(accounts.revenue) && "wrong_account";
    faults.revenueTaxKey = !isTaxKey(accounts.revenueTaxKey) && "wrong_tax_key";
    for (const name of hasPayments ? OPTIONAL : []) faults[name] = accounts[name].trim() !== "" && !isAccount(accounts[name]) && "wrong_account";
  } else {
    faults.currency = !/^[A-Za-z]{3}$/.test(accounts.currency.trim()) && "wrong_currency";
    const rates = rows.map(({ rate }) => rateOf(rate));
    rows.forEach((row, at) => {
      faults[`rows.${at}.rate`] = !RATE.test(row.rate.trim()) ? "wrong_rate" : rates.indexOf(rates[at]) < at && "rate_twice";
      faults[`rows.${at}.account`] = !isAccount(row.account) && "wrong_account";
      faults[`rows.${at}.taxKey`] = !isTaxKey(row.taxKey) && "wrong_tax_key";
    });
  }
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault));
}

/** The accounts as the API takes them. */
export function sent(kind, accounts, hasPayments) {
  const common = {
    consultant: Number(accounts.consultant), client: Number(accounts.client), accountLength: Number(accounts.accountLength),
    debtorAccount: accounts.debtor.trim(), financialYearStart: accounts.yearStart,
  };
  if (kind === "provider") {
    const revenueAccounts = accounts.rows.map(({ rate, account, taxKey }) => revenue(rateOf(rate), account, taxKey));
    return { ...common, revenueAccounts, currency: accounts.currency.trim().toUpperCase() };
  }
  const optional = { paymentAccount: accounts.payment.trim(), donationAccount: accounts.donation.trim() };
  const named = Object.entries(optional).filter(([, account]) => hasPayments && account);
  return { ...common, revenueAccounts: [revenue(0, accounts.revenue, accounts.revenueTaxKey)], ...Object.fromEntries(named) };
}

function revenue(rate, account, taxKey) {
  return { rate, account: account.trim(), taxKey: taxKey.trim() };
}

/** At most seven digits, so the number is sent with the digits that were typed. */
function rateOf(text) {
  return Number(text.trim().replace(",", "."));
}

function isTaxKey(text) {
  return /^\d{0,4}$/.test(text.trim());
}

function between(text, least, most) {
  return /^\d{1,7}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;
}

function read(path) {
  try {
    localStorage.removeItem(KEPT + path); // an earlier version kept them there, for whoever came
    return JSON.parse(localStorage.getItem(placeOf(path))) ?? {};
  } catch {
    return {};
  }
}

function placeOf(path) {
  return `${KEPT}${path}/${session().claims.sub}`;
}

/** The members of `found` that are texts, as `empty` names them. */
function texts(empty, found) {
  const entries = Object.entries(empty).map(([name, usual]) => [name, typeof found?.[name] === "string" ? found[name] : usual]);
  return Object.fromEntries(entries);
}
