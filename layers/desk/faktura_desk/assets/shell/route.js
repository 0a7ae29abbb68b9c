// Where the person is: the fragment of the address, such as #/captures/123?review=pending.
import { useEffect, useLayoutEffect, useState } from "../library/view.js";

const guards = new Set();
let current = read();

/** The address as `{ path: ["captures", "123"], query: { review: "pending" } }`, followed as it changes. */
export function useRoute() {
  const [route, setRoute] = useState(() => (current = read())); // the sign-in may have changed the address
  useEffect(() => {
    const follow = () => setRoute(current);
    addEventListener("routechange", follow);
    follow();
    return () => removeEventListener("routechange", follow);
  }, []);
  return route;
}

/** The fragment of a place in the desk, for `href`. Empty values are left out of the query. */
export function to(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const text = new URLSearchParams(given).toString();
  return `#/${path.map(encodeURIComponent).join("/")}${text ? `?${text}` : ""}`;
}

/** Go to a place in the desk; with `replace`, "back" does not return here. */
export function go(path, query = {}, replace = false) {
  if (replace) history.replaceState(null, "", to(path, query));
  else history.pushState(null, "", to(path, query));
  changed();
}

/** Ask what the page wants to ask before it is left. False if the person stays. */
export function mayLeave() {
  return [...guards].every((guard) => guard());
}

/** While `isUnsaved`, ask `question` before the person leaves the page: from the moment that the page shows it. */
export function useUnsaved(isUnsaved, question) {
  useLayoutEffect(() => {
    if (!isUnsaved) return undefined;
    const guard = () => confirm(question);
    const unload = (event) => event.preventDefault();
    guards.add(guard);
    addEventListener("beforeunload", unload);
    return () => {
      guards.delete(guard);
      removeEventListener("beforeunload", unload);
    };
  }, [isUnsaved, question]);
}

function changed() {
  const before = current.address;
  if (location.hash !== before && !mayLeave()) {
    history.pushState(null, "", before || "#/");
    return;
  }
  current = read();
  dispatchEvent(new Event("routechange"));
}

function read() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  return {
    address: location.hash,
    path: path.split("/").filter(Boolean).map(decoded),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

addEventListener("hashchange", changed);
addEventListener("popstate", changed);
