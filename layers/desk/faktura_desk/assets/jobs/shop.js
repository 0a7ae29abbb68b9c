// The person's shop, and what the person may do in it.
import { may, session } from "../shell/session.js";

/** Where the shop's invoices and jobs are. */
export function base() {
  return `invoice/${encodeURIComponent(session().claims.tenant ?? "")}`;
}

/** Whether the person may start jobs and issue credit notes. */
export function mayManage() {
  return may("invoice.invoice_manage");
}
