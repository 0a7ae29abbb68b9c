// Crediting an invoice: as a whole or in part. A credit note cannot be taken back, so the page asks before it is issued.
import { Fragment, html, useState } from "../library/view.js";
import { useAttempt } from "../parts/attempt.js";
import { Dialog } from "../parts/dialog.js";
import { Field } from "../parts/field.js";
import { Loading } from "../parts/loading.js";
import { Failure, Notice } from "../parts/notice.js";
import { useRead } from "../parts/read.js";
import { amount, decimalsOf } from "../shell/language.js";
import { to, useUnsaved } from "../shell/route.js";
import { CreditLines } from "./credit_lines.js";
import { creditableLines, partsOf, sumsOf, wrongWith } from "./credit_sums.js";
import { isCreditable } from "./document.js";
import { base } from "./shop.js";
import { say } from "./words.js";

/** The page that credits an invoice. */
export function Credit({ id }) {
  const path = `${base()}/invoices/${encodeURIComponent(id)}`;
  const { body: found, problem, again } = useRead(path);
  const [issued, setIssued] = useState(null);
  return html`<${Fragment}>
    <h1>${say("credit_title")} <bdi>${found?.number ?? ""}</bdi></h1>
    ${!found && html`<${Loading} problem=${problem} onAgain=${again} />`}
    ${issued && html`<${Issued} issued=${issued} id=${id} />`}
    ${found && !issued && (isCreditable(found)
      ? html`<${Form} found=${found} path=${path} onIssued=${setIssued} />`
      : html`<${Notice}>${say("nothing_left")}<//>`)}
  <//>`;
}

function Issued({ issued, id }) {
  return html`<${Notice} kind="done">
      ${say("issued")} <a href=${to(["jobs", "invoices", issued.invoiceId])}><bdi>${issued.number}</bdi></a>${" "}
      (${amount(issued.payable, issued.currency)})
    <//>
    ${issued.isEarlier && html`<${Notice}>${say("issued_earlier")}<//>`}
    <p><a href=${to(["jobs", "invoices", id])}>${say("back_to_invoice")}</a></p>`;
}

function Form({ found, path, onIssued }) {
  const [scope, setScope] = useState("all");
  const [typed, setTyped] = useState({});
  const [reason, setReason] = useState("");
  const [step, setStep] = useState("");
  const attempt = useAttempt(`${path}/credit-note`);
  useUnsaved(Object.values(typed).some(Boolean) || reason !== "" || attempt.isOpen, say("unsaved"));
  const lines = creditableLines(found);
  const decimals = decimalsOf(found.currency);
  const problems = Object.fromEntries(lines.map((line) => [line.lineId, wrongWith(line, typed[line.lineId] ?? "", decimals)]));
  const isPart = scope === "part";
  const isWrong = isPart && Object.values(problems).some(Boolean);
  const parts = isWrong ? [] : partsOf(lines, typed);
  const all = Object.fromEntries(lines.map((line) => [line.lineId, String(line.creditable.quantity ?? line.creditable.amount).replace("-", line.isCounted ? "-" : "")]));
  const sums = isWrong ? null : sumsOf(lines, isPart ? typed : all, decimals);
  const ask = () => setStep(isWrong ? "wrong" : isPart && !parts.length ? "empty" : "ask");
  const issue = async () => {
    const answer = await attempt.run({ ...(isPart ? { lines: parts } : {}), ...(reason ? { reason } : {}) });
    setStep("");
    if (answer) onIssued({ ...answer.body, isEarlier: answer.isEarlier });
  };
  return html`<form novalidate onSubmit=${(event) => (event.preventDefault(), ask())}>
    <fieldset class="narrow"><legend>${say("what_to_credit")}</legend>
      ${["all", "part"].map((one) => html`<label class="choice">
        <input type="radio" name="scope" value=${one} checked=${scope === one} onChange=${() => setScope(one)} /><span>${say(`credit_${one}`)}</span>
      </label>`)}
    </fieldset>
    ${isPart && html`<${CreditLines} lines=${lines} typed=${typed} onTyped=${setTyped} problems=${problems} currency=${found.currency} />`}
    <${Sums} sums=${sums} currency=${found.currency} />
    <div class="narrow"><${Field} label=${say("reason")} hint=${say("reason_hint")} maxlength="255" value=${reason} onValue=${setReason} /></div>
    ${["wrong", "empty"].includes(step) && html`<${Notice} kind="problem">${say(step === "wrong" ? "correct_first" : "choose_lines")}<//>`}
    <${Failure} problem=${attempt.problem} onAgain=${issue} />
    <p class="actions">
      <button class="main" disabled=${attempt.isBusy}>${say("issue")}</button>
      <a class="button" href=${to(["jobs", "invoices", found.invoiceId])}>${say("cancel")}</a>
    </p>
    ${step === "ask" && html`<${Ask} sums=${sums} found=${found} isBusy=${attempt.isBusy} onYes=${issue} onNo=${() => setStep("")} />`}
  </form>`;
}

function Sums({ sums, currency }) {
  if (!sums) return null;
  return html`<div class="card sums" role="status" aria-label=${say("sums")}><dl class="facts">
    ${["net", "tax", "gross"].map((name) => html`<div><dt>${say(name)}</dt><dd>${amount(sums[name], currency)}</dd></div>`)}
  </dl><p class="hint">${say("sums_hint")}</p></div>`;
}

function Ask({ sums, found, isBusy, onYes, onNo }) {
  return html`<${Dialog} title=${say("ask_title")} onClose=${onNo}>
    <p>${say("ask", { amount: amount(sums.gross, found.currency) })} <bdi>${found.number}</bdi></p>
    <p>${say("ask_final")}</p>
    <p class="actions">
      <button type="button" class="main" disabled=${isBusy} onClick=${onYes}>${say("ask_yes")}</button>
      <button type="button" autofocus onClick=${onNo}>${say("cancel")}</button>
    </p>
  <//>`;
}
