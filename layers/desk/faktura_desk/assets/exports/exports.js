// Exports of a period: a form, the progress of the export that was just asked for, and the earlier ones.
import { Fragment, html, useEffect, useRef, useState } from "../library/view.js";
import { useAttempt } from "../parts/attempt.js";
import { saveFrom } from "../parts/download.js";
import { Field } from "../parts/field.js";
import { ListEnd, useList } from "../parts/list.js";
import { Failure, Notice } from "../parts/notice.js";
import { month } from "../parts/period.js";
import { usePolled } from "../parts/poll.js";
import { day, moment } from "../shell/language.js";
import { call } from "../shell/request.js";
import { may } from "../shell/session.js";
import { faultsOf, keep, kept, sent } from "./accounts.js";
import { AccountsForm } from "./accounts_form.js";
import { say } from "./words.js";

const LOOKS = { DONE: "good", FAILED: "bad", IN_PROGRESS: "warn" };

/**
 * The exports of the API at `path`, such as "api/exports", in these formats ("CSV", "XLSX", "DATEV", "ZIP"). New ones are asked for with `query`.
 * `accounts`: whose accounts a DATEV batch asks for ("office" or "provider"); without it, the API knows them.
 */
export function Exports({ path, formats, accounts = "", query = {} }) {
  const [begun, setBegun] = useState([]);
  const list = useList(path);
  const ids = new Set(begun.map(({ exportId }) => exportId));
  const earlier = list.items?.filter(({ exportId }) => !ids.has(exportId)) ?? [];
  return html`<${Fragment}>
    <h1>${say("title")}</h1>
    <${Form} path=${path} formats=${formats} kind=${accounts} query=${query} onBegun=${(one) => setBegun([one, ...begun.filter(({ exportId }) => exportId !== one.exportId)])} />
    <h2>${say("exports")}</h2>
    ${begun.length + earlier.length > 0 && html`<div class="table" tabindex="0" role="region" aria-label=${say("exports")}><table>
      <thead><tr>
        ${["period", "format", "created"].map((name) => html`<th scope="col">${say(name)}</th>`)}
        <th scope="col" class="amount">${say("records")}</th>
        <th scope="col">${say("state")}</th>
      </tr></thead>
      <tbody>
        ${begun.map((one) => html`<${Followed} key=${one.exportId} path=${path} first=${one} isAnnounced />`)}
        ${earlier.map((one) => html`<${one.status === "IN_PROGRESS" ? Followed : Row} key=${one.exportId} path=${path} first=${one} found=${one} />`)}
      </tbody>
    </table></div>`}
    ${(!begun.length || list.problem || list.next) && html`<${ListEnd} list=${list} empty=${say("none")} />`}
  <//>`;
}

function Form({ path, formats, kind, query, onBegun }) {
  const last = month(1);
  const [typed, setTyped] = useState({ format: formats[0], dateFrom: last.from, dateTo: last.to });
  const [wrong, setWrong] = useState("");
  const booked = useAccounts(path, kind, typed.format);
  const attempt = useAttempt(path, query);
  const [earlier, setEarlier] = useState(null);
  const on = (name) => ({ value: typed[name], onValue: (value) => (setTyped({ ...typed, [name]: value }), setWrong("")) });
  const within = (back) => {
    const { from, to } = month(back);
    setTyped({ ...typed, dateFrom: from, dateTo: to });
    setWrong("");
  };
  const start = async () => {
    const problem = !typed.dateFrom || !typed.dateTo ? "no_period" : typed.dateFrom > typed.dateTo ? "turned" : "";
    setWrong(problem);
    const isBooked = booked.check();
    const answer = problem || !isBooked ? null : await attempt.run({ ...typed, ...booked.terms() });
    setEarlier(answer?.isEarlier ? answer.body : null);
    if (answer) onBegun(answer.body);
  };
  return html`<form class="search" novalidate ref=${booked.place} onSubmit=${(event) => (event.preventDefault(), void start())}>
    <div class="fields export">
      <${Field} label=${say("format")} options=${formats.map((one) => [one, say(`format_${one}`)])} hint=${say(`about_${typed.format}`)} ...${on("format")} />
      <${Field} label=${say("from")} type="date" ...${on("dateFrom")} problem=${wrong && say(wrong)} />
      <${Field} label=${say("to")} type="date" ...${on("dateTo")} />
    </div>
    ${booked.isAsked && html`<${AccountsForm} kind=${kind} ...${booked.form} />`}
    <${Failure} problem=${attempt.problem} onAgain=${start} />
    ${earlier && html`<${Notice}>${say("begun_earlier", { period: `${day(earlier.dateFrom)} – ${day(earlier.dateTo)}` })}<//>`}
    <p class="actions">
      <button class="main" disabled=${attempt.isBusy}>${say(attempt.isBusy ? "starting" : "start")}</button>
      <button type="button" onClick=${() => within(0)}>${say("this_month")}</button>
      <button type="button" onClick=${() => within(1)}>${say("last_month")}</button>
    </p>
  </form>`;
}

/** The accounts of a DATEV batch: asked for where the API knows none, kept for the person once they are used. `check` moves the focus to the first fault. */
function useAccounts(path, kind, format) {
  const [accounts, setAccounts] = useState(() => kept(path));
  const [checks, setChecks] = useState(0); // how often the accounts were found wrong since they were right
  const place = useRef();
  useEffect(() => void (checks && place.current.querySelector("fieldset [aria-invalid=true]")?.focus()), [checks]);
  const isAsked = Boolean(kind) && format === "DATEV";
  const hasPayments = may("payments:read");
  const faults = isAsked ? faultsOf(kind, accounts, hasPayments) : {};
  const check = () => {
    const isRight = Object.keys(faults).length === 0;
    setChecks(isRight ? 0 : checks + 1);
    if (isAsked && isRight) keep(path, accounts);
    return isRight;
  };
  const terms = () => (isAsked ? { datev: sent(kind, accounts, hasPayments) } : {});
  return { place, isAsked, check, terms, form: { accounts, faults: checks ? faults : {}, hasPayments, onAccounts: setAccounts } };
}

/** An export that is read until it has ended. One that the person has just asked for tells its end. */
function Followed({ path, first, isAnnounced }) {
  const read = async (signal) => (await call(`${path}/${encodeURIComponent(first.exportId)}`, { signal })).body;
  const { found, problem, again } = usePolled(first.exportId, read, ({ status }) => status !== "IN_PROGRESS");
  return html`<${Row} path=${path} found=${{ ...first, ...found }} problem=${problem} onAgain=${again} isAnnounced=${isAnnounced} />`;
}

function Row({ path, found, problem, onAgain, isAnnounced }) {
  return html`<tr>
    <th scope="row">${day(found.dateFrom)} – ${day(found.dateTo)}</th>
    <td>${say.words.en[`format_${found.format}`] ? say(`format_${found.format}`) : found.format}</td>
    <td>${moment(found.createdAt)}</td>
    <td class="amount">${found.records ?? ""}</td>
    <td>
      <span role=${isAnnounced ? "status" : undefined} class=${`badge ${LOOKS[found.status]}`}>${say(`status_${found.status}`)}</span>
      ${found.status === "DONE" && html`${" "}<${Save} path=${path} found=${found} />`}
      ${found.message && html`<p class=${found.status === "FAILED" ? "wrong" : "hint"}><bdi>${found.message}</bdi></p>`}
      <${Failure} problem=${problem} onAgain=${onAgain} />
    </td>
  </tr>`;
}

/** A button that saves the file. Its address works for a few minutes, so each click asks for a new one. */
function Save({ path, found }) {
  const [state, setState] = useState({});
  const save = async () => {
    setState({ isBusy: true });
    try {
      const { body } = await call(`${path}/${encodeURIComponent(found.exportId)}`);
      if (body.downloadLink) saveFrom(body.downloadLink);
      setState({ isGone: !body.downloadLink });
    } catch (problem) {
      setState({ problem });
    }
  };
  const name = found.fileName ?? `${day(found.dateFrom)} – ${day(found.dateTo)}`;
  return html`<${Fragment}>
    <button class="small" disabled=${state.isBusy} onClick=${save} aria-label=${say("save_file", { name })}>${say("save")}</button>
    ${state.isGone && html`<${Notice}>${say("gone")}<//>`}
    <${Failure} problem=${state.problem} onAgain=${save} />
  <//>`;
}
