const hourMs = 3_600_000;

/** For how long something has waited, in whole days and hours; never less than none, whatever the browser's clock says. */
export function suspenseAge(since: string, now: Date): { readonly days: number; readonly hours: number } {
  const hours = Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / hourMs));
  return { days: Math.floor(hours / 24), hours: hours % 24 };
}
