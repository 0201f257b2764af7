/** Why a URL must not be called. */
export type UrlRefusal =
  /** Not http or https, or not a URL. */
  | "scheme"
  /** http, and the payment is a live one. */
  | "not_https"
  | "user_information"
  /** Not on the allow-list of ports. */
  | "port"
  /** Its host is, or resolves to, an address that is not public and not allowed by configuration. */
  | "address";

export type UrlVerdict =
  | { readonly kind: "allowed" }
  | { readonly kind: "refused"; readonly refusal: UrlRefusal };

/** Keeps merchants from making us call what only we can reach. */
export interface UrlGuard {
  /**
   * For a URL that is about to be saved: what it says by itself, and what its host resolves to now. A host that does
   * not resolve, or not in time, is allowed here; each connection is checked again.
   */
  check(url: string, options: { readonly live: boolean }): Promise<UrlVerdict>;
}
