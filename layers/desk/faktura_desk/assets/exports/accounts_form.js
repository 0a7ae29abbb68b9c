// The form of the accounts of a DATEV batch.
import { Fragment, html, useEffect, useRef } from "../library/view.js";
import { Field } from "../parts/field.js";
import { monthName } from "../shell/language.js";
import { newRow } from "./accounts.js";
import { say } from "./words.js";

const LENGTHS = ["4", "5", "6", "7", "8"];

/** The accounts of a `kind` (see accounts.js). `faults` are keys of words by field; `hasPayments`: payments may be booked as well. */
export function AccountsForm({ kind, accounts, faults, hasPayments, onAccounts }) {
  const on = (name) => ({
    value: accounts[name],
    onValue: (value) => onAccounts({ ...accounts, [name]: value }),
    problem: faults[name] && told(faults[name], accounts),
  });
  const number = { inputmode: "numeric", maxlength: "9", autocomplete: "off" };
  return html`<fieldset class="accounts">
    <legend>${say("accounts")}</legend>
    <p class="hint">${say("accounts_hint")}</p>
    <div class="fields">
      <${Field} label=${say("consultant")} ...${number} ...${on("consultant")} required />
      <${Field} label=${say("client")} ...${number} ...${on("client")} required />
      <${Field} label=${say("year_start")} options=${months()} ...${on("yearStart")} />
      <${Field} label=${say("account_length")} options=${LENGTHS.map((one) => [one, one])} ...${on("accountLength")} />
      <${Field} label=${say("debtor")} ...${number} hint=${say("debtor_hint")} ...${on("debtor")} required />
      ${kind === "office" && html`<${Fragment}>
        <${Field} label=${say("revenue")} ...${number} hint=${say("revenue_hint")} ...${on("revenue")} required />
        <${Field} label=${say("tax_key")} ...${number} maxlength="4" hint=${say("optional")} ...${on("revenueTaxKey")} />
        ${hasPayments && html`<${Field} label=${say("payment")} ...${number} hint=${say("payment_hint")} ...${on("payment")} />
          <${Field} label=${say("donation")} ...${number} hint=${say("donation_hint")} ...${on("donation")} />`}
      <//>`}
      ${kind === "provider" && html`<${Field} label=${say("currency")} maxlength="3" autocomplete="off" spellcheck=${false} ...${on("currency")} required />`}
    </div>
    ${kind === "provider" && html`<${Rates} accounts=${accounts} faults=${faults} number=${number} onRows=${(rows) => onAccounts({ ...accounts, rows })} />`}
  </fieldset>`;
}

/** Where revenue is booked, by rate. The focus goes to what was added, or stays near what was removed. */
function Rates({ accounts, faults, number, onRows }) {
  const { rows } = accounts;
  const place = useRef();
  const wanted = useRef("");
  useEffect(() => {
    if (wanted.current) place.current.querySelector(wanted.current)?.focus();
    wanted.current = "";
  });
  const set = (at, change) => onRows(rows.map((row, index) => (index === at ? { ...row, ...change } : row)));
  const add = () => {
    wanted.current = `[data-row="${rows.length}"] input`;
    onRows([...rows, newRow()]);
  };
  const remove = (at) => {
    wanted.current = rows.length > 2 ? `[data-row="${Math.min(at, rows.length - 2)}"] button` : ".add";
    onRows(rows.filter((_, index) => index !== at));
  };
  return html`<div ref=${place}>
    ${rows.map((row, at) => {
      const on = (name) => ({
        value: row[name],
        onValue: (value) => set(at, { [name]: value }),
        problem: faults[`rows.${at}.${name}`] && told(faults[`rows.${at}.${name}`], accounts),
      });
      return html`<div class="fields rate" role="group" aria-label=${say("rate_number", { number: at + 1 })} data-row=${at} key=${at}>
        <${Field} label=${say("rate")} inputmode="decimal" maxlength="8" autocomplete="off" ...${on("rate")} required />
        <${Field} label=${say("revenue")} ...${number} ...${on("account")} required />
        <${Field} label=${say("tax_key")} ...${number} maxlength="4" hint=${say("optional")} ...${on("taxKey")} />
        ${rows.length > 1 && html`<p class="actions"><button type="button" class="plain" aria-label=${say("remove_rate", { number: at + 1 })} onClick=${() => remove(at)}>${say("remove")}</button></p>`}
      </div>`;
    })}
    <p class="actions"><button type="button" class="add" disabled=${rows.length >= 100} onClick=${add}>${say("add_rate")}</button></p>
  </div>`;
}

function told(fault, { accountLength }) {
  return say(fault, { digits: accountLength, more: Number(accountLength) + 1 });
}

/** The first day of each month. */
function months() {
  return Array.from({ length: 12 }, (_, at) => [`${String(at + 1).padStart(2, "0")}-01`, monthName(at + 1)]);
}
