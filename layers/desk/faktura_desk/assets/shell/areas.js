// The areas of the desk, each a folder that is loaded when it is opened. A person sees those that a scope of theirs allows.
// An area's `area.js` exports `Area`, a component that gets `{ path, query }`: the route behind the area's own name.
import { say } from "./words.js";

export const AREAS = [
  { name: "captures", scopes: ["invoice:review"], load: () => import("../captures/area.js") },
  { name: "billing", scopes: ["invoices:read", "payments:read"], load: () => import("../billing/area.js") },
  { name: "jobs", scopes: ["invoice.invoice_view", "invoice.invoice_manage"], load: () => import("../jobs/area.js") },
  { name: "cases", scopes: ["cases:read"], load: () => import("../cases/area.js") },
];

/** An area's name on the screen. */
export function titleOf(area) {
  return say(area.name);
}
