// Periods of whole days.

/** The first and the last day of a month: of this one, or of the one so many months ago. */
export function month(back, today = new Date()) {
  const first = new Date(Date.UTC(today.getFullYear(), today.getMonth() - back, 1));
  const last = new Date(Date.UTC(today.getFullYear(), today.getMonth() - back + 1, 0));
  return { from: first.toISOString().slice(0, 10), to: last.toISOString().slice(0, 10) };
}
