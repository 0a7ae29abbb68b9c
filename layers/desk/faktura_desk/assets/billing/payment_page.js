// One payment: its form, its receipt, and deleting it.
import { Fragment, html, useState } from "../library/view.js";
import { Dialog } from "../parts/dialog.js";
import { Loading } from "../parts/loading.js";
import { Failure, Notice } from "../parts/notice.js";
import { Viewer } from "../parts/viewer.js";
import { day } from "../shell/language.js";
import { call } from "../shell/request.js";
import { go } from "../shell/route.js";
import { may } from "../shell/session.js";
import { Redacted, useConfidential } from "./confidential.js";
import { PaymentForm } from "./payment_form.js";
import { say } from "./words.js";

/** The page of a payment, or of a new one (`id` "new"), for the invoice with the `number` in the address. */
export function PaymentPage({ id, query, tag }) {
  if (id && id !== "new") return html`<${Existing} id=${id} tag=${tag} isEarlier=${query.earlier === "1"} />`;
  return html`<h1>${say("new_payment")}</h1>
    <${PaymentForm} tag=${tag} first=${query.number ?? ""} isConfidential=${false}
      onSaved=${(saved) => go(["billing", "payments", String(saved.id)], { earlier: saved.isEarlier ? "1" : "" }, true)} />`;
}

function Existing({ id, tag, isEarlier }) {
  const path = `api/payments/${encodeURIComponent(id)}`;
  const read = useConfidential(path, tag);
  const [saved, setSaved] = useState({ body: null, count: 0 });
  const [shown, show] = useState("");
  const payment = saved.body ?? read.body;
  if (!payment) return html`<h1>${say("payment")}</h1><${Loading} problem=${read.problem} onAgain=${read.again} />`;
  const tags = read.isConfidential ? tag : "";
  const reload = () => (setSaved(({ count }) => ({ body: null, count: count + 1 })), read.again());
  const mayChange = may("payments:write") && !payment.redacted;
  return html`<${Fragment}>
    <h1>${say("payment")} ${payment.id}</h1>
    ${isEarlier && html`<${Notice}>${say("payment_earlier")}<//>`}
    ${saved.body && html`<${Notice} kind="done">${say("saved")}<//>`}
    <p>${day(payment.paymentDay)} · ${say(`method_${payment.paymentType}`)}${payment.payerName && html` · <bdi>${payment.payerName}</bdi>`}</p>
    ${payment.redacted && html`<${Redacted} />`}
    ${!payment.redacted && html`<p class="actions">
      <button onClick=${() => show("receipt")}>${say("show_receipt")}</button>
      ${mayChange && html`<button class="danger" onClick=${() => show("delete")}>${say("delete")}</button>`}
    </p>`}
    ${mayChange && html`<${PaymentForm} key=${`${payment.lastUpdatedBy.timestamp} ${saved.count}`} payment=${payment} tag=${tag}
      isConfidential=${read.isConfidential} onSaved=${(body) => (setSaved(({ count }) => ({ body, count: count + 1 })), scrollTo(0, 0))} onReload=${reload} />`}
    ${shown === "receipt" && html`<${Viewer} title=${`${say("receipt")} ${payment.id}`} path=${`${path}/receipts`} query=${{ tags }}
      name=${`Payment_${String(payment.id).padStart(4, "0")}.pdf`} onClose=${() => show("")} />`}
    ${shown === "delete" && html`<${Deletion} path=${path} tags=${tags} onClose=${() => show("")} />`}
  <//>`;
}

function Deletion({ path, tags, onClose }) {
  const [state, setState] = useState({});
  const remove = async () => {
    setState({ isBusy: true });
    try {
      await call(path, { method: "DELETE", query: { tags } });
      onClose();
      go(["billing", "invoices"]);
    } catch (problem) {
      setState({ problem });
    }
  };
  return html`<${Dialog} title=${say("delete_title")} onClose=${onClose}>
    <p>${say("delete_question")}</p>
    <${Failure} problem=${state.problem} onAgain=${remove} />
    <p class="actions">
      <button class="danger" disabled=${state.isBusy} onClick=${remove}>${say("delete")}</button>
      <button onClick=${onClose}>${say("keep")}</button>
    </p>
  <//>`;
}
