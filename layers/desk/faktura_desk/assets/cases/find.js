// Finding invoices. The search is part of the address, so it can be kept, sent and gone back to.
import { Fragment, html, useEffect, useState } from "../library/view.js";
import { Failure, Notice } from "../parts/notice.js";
import { go, to } from "../shell/route.js";
import { newRow } from "./fields.js";
import { Rows } from "./form.js";
import { Found } from "./found.js";
import { filtersOf, MOST_TERMS, placed, problemsOf, searchOf, termsOf, textOfSearch } from "./search.js";
import { useFound } from "./use_found.js";
import { say } from "./words.js";

/** The page: the form, and what the search in the address finds. */
export function Find({ query }) {
  const wanted = searchOf(query.search);
  const isRight = !wanted.isBroken && !isTooLong(wanted) && !Object.keys(problemsOf(wanted)).length;
  const offset = Number.parseInt(query.offset, 10) || 0;
  const found = useFound(isRight ? filtersOf(wanted) : null, offset);
  const [search, setSearch] = useState(wanted.rows.length ? wanted : { joined: "all", rows: [newRow("status")] });
  const [isChecked, setChecked] = useState(!isRight);
  useEffect(() => setSearch(wanted.rows.length ? wanted : { joined: "all", rows: [newRow("status")] }), [query.search]);
  const own = problemsOf(search);
  const faults = textOfSearch(search) === textOfSearch(wanted) ? placed(found.problem?.body?.details) : {};
  const told = Object.fromEntries(Object.entries(own).map(([at, key]) => [at, say(key)]));
  const submit = () => {
    setChecked(true);
    if (!Object.keys(own).length && !isTooLong(search)) go(["cases"], { search: textOfSearch(search) });
  };
  return html`<${Fragment}>
    <h1>${say("find")}</h1>
    ${wanted.isBroken && html`<${Notice} kind="problem">${say("broken_search")}<//>`}
    <form class="search" role="search" novalidate onSubmit=${(event) => (event.preventDefault(), submit())}>
      <${Rows} search=${search} onSearch=${setSearch} problems=${isChecked ? { ...faults, ...told } : faults} left=${MOST_TERMS - termsOf(search)} />
      ${isTooLong(search) && html`<${Notice} kind="problem">${say("too_long", { most: MOST_TERMS })}<//>`}
      <details><summary>${say("as_sent")}</summary>
        <pre class="json" tabindex="0">${Object.keys(own).length ? say("not_yet") : JSON.stringify({ filters: filtersOf(search) }, null, 2)}</pre>
      </details>
      <p class="actions">
        <button class="main">${say("search")}</button>
        <a class="button plain" href=${to(["cases"])}>${say("show_all")}</a>
      </p>
    </form>
    <${Failure} problem=${found.problem} onAgain=${found.again} />
    <${Found} found=${found} offset=${offset} placeOf=${(at) => to(["cases"], { ...query, offset: at || "" })} />
  <//>`;
}

function isTooLong(search) {
  return termsOf(search) > MOST_TERMS;
}
