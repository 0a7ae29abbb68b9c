// The lines of an invoice in its form: added, removed and moved by buttons.
import { html, useEffect, useRef, useState } from "../library/view.js";
import { AmountField } from "../parts/amount_field.js";
import { cents, decimal } from "../parts/cents.js";
import { exactNumber } from "../parts/exact.js";
import { Field } from "../parts/field.js";
import { amount } from "../shell/language.js";
import { say } from "./words.js";

let lastKey = 0;

/** A line of the API, or a new one, as the form has it. */
export function asTyped(line) {
  const rate = line ? (cents(line.rate) === null ? String(line.rate) : decimal(cents(line.rate))) : "";
  return {
    key: (lastKey += 1),
    serviceId: String(line?.serviceId ?? ""),
    name: line?.name ?? "",
    description: line?.description ?? "",
    quantity: String(line?.quantity ?? "1"),
    rate,
  };
}

/** A typed line as it is sent. */
export function asSent(line) {
  return {
    serviceId: Number(line.serviceId),
    name: line.name.trim(),
    description: line.description || null,
    quantity: Number(line.quantity),
    rate: exactNumber(decimal(cents(line.rate) ?? 0n)),
  };
}

/** What is wrong with a typed line, in sentences. */
export function faultsOf(line, position) {
  const at = { position: position + 1 };
  return [
    !/^[1-9]\d{0,11}$/.test(line.serviceId.trim()) && say("fault_service", at),
    !line.name.trim() && say("fault_name", at),
    !/^\d{1,7}$/.test(line.quantity.trim()) && say("fault_quantity", at),
    (cents(line.rate) ?? -1n) < 0n && say("fault_rate", at),
  ].filter(Boolean);
}

/** The sum of the typed lines in cents. Lines that are not complete count nothing. */
export function subtotal(lines) {
  return lines.reduce((sum, line) => sum + amountOf(line), 0n);
}

function amountOf({ quantity, rate }) {
  const price = cents(rate);
  return price !== null && /^\d{1,7}$/.test(quantity.trim()) ? price * BigInt(quantity.trim()) : 0n;
}

/** The lines; `onLines` gets the new ones. */
export function Lines({ lines, onLines }) {
  const [said, tell] = useState("");
  const wanted = useRef(null); // the key and the part that get the focus
  const list = useRef();
  useEffect(() => {
    if (!wanted.current) return;
    list.current.querySelector(wanted.current)?.focus();
    wanted.current = null;
  });
  const add = () => {
    const line = asTyped();
    wanted.current = `[data-line="${line.key}"] input`;
    onLines([...lines, line]);
  };
  const remove = (position) => {
    const next = lines[position + 1] ?? lines[position - 1];
    wanted.current = next ? `[data-line="${next.key}"] .remove` : ".add";
    onLines(lines.filter((_, at) => at !== position));
    tell(say("line_removed", { position: position + 1 }));
  };
  const move = (position, step) => {
    const moved = [...lines];
    [moved[position], moved[position + step]] = [moved[position + step], moved[position]];
    const isAtEnd = position + step === 0 || position + step === lines.length - 1;
    wanted.current = `[data-line="${lines[position].key}"] ${isAtEnd ? ".remove" : step < 0 ? ".up" : ".down"}`;
    onLines(moved);
    tell(say("line_moved", { position: position + step + 1 }));
  };
  const set = (position, name, value) => onLines(lines.map((line, at) => (at === position ? { ...line, [name]: value } : line)));
  return html`<fieldset class="lines" ref=${list}>
    <legend>${say("lines")}</legend>
    ${lines.map(
      (line, position) => html`<${Line} key=${line.key} line=${line} position=${position} count=${lines.length}
        onSet=${(name, value) => set(position, name, value)} onRemove=${() => remove(position)} onMove=${(step) => move(position, step)} />`,
    )}
    <p class="actions"><button type="button" class="add" onClick=${add}>${say("add_line")}</button></p>
    <p class="unseen" role="status">${said}</p>
  </fieldset>`;
}

function Line({ line, position, count, onSet, onRemove, onMove }) {
  const set = (name) => (value) => onSet(name, value);
  const at = { position: position + 1 };
  return html`<div class="line card" role="group" aria-label=${say("line", at)} data-line=${line.key}>
    <div class="fields">
      <${Field} label=${say("line_name")} value=${line.name} onValue=${set("name")} maxlength="255" required />
      <${Field} label=${say("service")} inputmode="numeric" value=${line.serviceId} onValue=${set("serviceId")} required />
      <${Field} label=${say("quantity")} inputmode="numeric" value=${line.quantity} onValue=${set("quantity")} required />
      <${AmountField} label=${say("rate")} value=${line.rate} onValue=${set("rate")} required />
      <${Field} label=${say("description")} rows="2" value=${line.description} onValue=${set("description")} maxlength="2000" />
    </div>
    <p class="actions">
      <span class="sum">${say("line_sum", { sum: amount(decimal(amountOf(line))) })}</span>
      <button type="button" class="up" disabled=${position === 0} aria-label=${say("move_up", at)} onClick=${() => onMove(-1)}>↑</button>
      <button type="button" class="down" disabled=${position === count - 1} aria-label=${say("move_down", at)} onClick=${() => onMove(1)}>↓</button>
      <button type="button" class="remove danger" aria-label=${say("remove_line", at)} onClick=${onRemove}>${say("remove")}</button>
    </p>
  </div>`;
}
