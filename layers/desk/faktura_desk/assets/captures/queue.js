// The queue: the documents that a person may review, with filters.
import { html, useEffect, useMemo, useRef } from "../library/view.js";
import { ListEnd, useList } from "../parts/list.js";
import { Field } from "../parts/field.js";
import { amount, moment } from "../shell/language.js";
import { go, to } from "../shell/route.js";
import { checkTitle, CHECKS } from "./checks.js";
import { Heading } from "./heading.js";
import { fetchAhead } from "./documents.js";
import { Told } from "./last.js";
import { filtersOf, PATH, remember } from "./sequence.js";
import { Keys, useKeys } from "./shortcuts.js";
import { say } from "./words.js";

const SHOWN = ["pending", "approved", "rejected", "failed", "processing", "accepted", "all"];

/** The queue with the filters of the address. */
export function Queue({ query }) {
  const list = useList(PATH, filtersOf(query));
  const table = useRef();
  const items = list.items ?? [];
  useEffect(() => {
    if (list.items) remember(query, list.items, list.next);
    const first = list.items?.[0];
    if (first?.review === "pending") fetchAhead(first.requestId).catch(() => {}); // it is fetched again when it is opened
  }, [list.items]);
  useKeys(movesIn(table));
  return html`<div class="queue">
    <${Heading}>${say("queue_title")}<//>
    <${Told} />
    <${Filters} query=${query} />
    <div class="table" ref=${table}>
      ${items.length > 0 && html`<${Table} items=${items} query=${query} />`}
    </div>
    <p class="quiet count" role="status">${list.items && countOf(items.length, list.next)}</p>
    <${ListEnd} list=${list} empty=${say(query.show || query.check || query.from || query.to ? "queue_none" : "queue_empty")} />
    <${Keys} keys=${[["↓ J", say("key_down")], ["↑ K", say("key_up")], ["Enter", say("key_open")]]} />
  </div>`;
}

function countOf(shown, next) {
  if (!shown) return "";
  if (next) return say("count_more", { count: shown });
  return shown === 1 ? say("count_one") : say("count_all", { count: shown });
}

function Filters({ query }) {
  const change = (name) => (value) => go(["captures"], { ...query, [name]: value }, true);
  const shown = query.show ?? "pending";
  const order = filtersOf(query).order;
  return html`<form class="search" onSubmit=${(event) => event.preventDefault()}>
    <fieldset class="fields">
      <legend class="unseen">${say("filters")}</legend>
      <${Field} label=${say("show")} value=${shown} onValue=${change("show")} options=${SHOWN.map((one) => [one, say(`show_${one}`)])} />
      <${Field} label=${say("failed_check")} value=${query.check} onValue=${change("check")}
        options=${[["", say("any")], ...CHECKS.map((one) => [one, checkTitle(one)])]} />
      <${Field} label=${say("from")} type="date" value=${query.from} onValue=${change("from")} />
      <${Field} label=${say("to")} type="date" value=${query.to} onValue=${change("to")} />
      <${Field} label=${say("order")} value=${order} onValue=${change("order")} options=${[["asc", say("order_asc")], ["desc", say("order_desc")]]} />
    </fieldset>
  </form>`;
}

function Table({ items, query }) {
  return useMemo(() => html`<table>
    <caption class="unseen">${say("queue_title")}</caption>
    <thead><tr>
      <th scope="col">${say("document")}</th>
      <th scope="col">${say("number")}</th>
      <th scope="col" class="amount">${say("total")}</th>
      <th scope="col">${say("checks")}</th>
      <th scope="col">${say("state")}</th>
      <th scope="col">${say("received")}</th>
    </tr></thead>
    <tbody>${items.map((item) => html`<${Row} key=${item.requestId} item=${item} query=${query} />`)}</tbody>
  </table>`, [items, JSON.stringify(query), say("document")]);
}

function Row({ item, query }) {
  const name = item.practiceName || say("no_practice");
  return html`<tr>
    <th scope="row"><a href=${to(["captures", item.requestId], query)}><bdi>${name}</bdi></a></th>
    <td><bdi>${item.invoiceNumber ?? "–"}</bdi></td>
    <td class="amount">${item.totalAmount === undefined ? "–" : amount(item.totalAmount, item.currency)}</td>
    <td>${checksOf(item)}</td>
    <td><${State} item=${item} /></td>
    <td class="moment">${moment(item.beganAt)}</td>
  </tr>`;
}

function checksOf(item) {
  if (item.failedChecks?.length) return say("checks_failed", { fields: item.failedChecks.map(checkTitle).join(", ") });
  return item.passed ? say("checks_passed") : "–";
}

const TONES = { pending: "warn", approved: "good", rejected: "bad", failed: "bad" };

/** The state of a document, in words. */
export function State({ item }) {
  const name = item.review ?? item.status;
  return html`<span class=${`badge ${TONES[name] ?? ""}`}>${say(`state_${name}`)}</span>`;
}

/** Up and down move the focus from row to row. */
function movesIn(table) {
  const move = (step) => () => {
    const links = [...(table.current?.querySelectorAll("tbody a") ?? [])];
    const at = links.indexOf(document.activeElement);
    if (!links.length) return false;
    const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
    links[next].focus();
    return true;
  };
  return { ArrowDown: move(1), j: move(1), ArrowUp: move(-1), k: move(-1) };
}
