/**
 * Names and subjects come from merchants: nothing but the sandbox's own files may run or load. A form of
 * these pages may lead to any web address, because a cashier sends the browser on to the merchant and
 * browsers hold the whole chain of redirects against `form-action`.
 */
export const pageHeaders = {
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Cache-Control": "no-store",
} as const;
