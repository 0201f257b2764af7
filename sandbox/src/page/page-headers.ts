/** Names and subjects come from merchants: nothing but the sandbox's own files may run or load. */
export const pageHeaders = headers("'self'");

/**
 * The same for a cashier, whose forms may lead to any web address: it sends the browser on to the
 * merchant, and browsers hold the whole chain of redirects against `form-action`.
 */
export const cashierHeaders = headers("'self' http: https:");

function headers(formAction: string): Readonly<Record<string, string>> {
  return {
    "Content-Security-Policy": `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
  };
}
