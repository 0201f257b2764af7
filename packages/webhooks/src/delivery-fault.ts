/** Why a delivery attempt has no answer, as the log of attempts names it. */
export type DeliveryFault =
  /** No connection within the time for it. */
  | "connect_timeout"
  /** A connection, but no head of an answer within the time for the whole attempt. */
  | "too_slow"
  | "connect_refused"
  | "unreachable"
  | "dns"
  | "tls"
  /** The connection ended before the head of an answer was complete. */
  | "reset"
  /** What came back is not HTTP. */
  | "answer_malformed"
  /** No URL, or neither http nor https; nothing was sent. */
  | "url_invalid"
  /** Its port, its user information or, for a live event, plain http; nothing was sent. */
  | "url_not_allowed"
  /**
   * The host is, or has among others, an address that is not public and not allowed by configuration, or its name is one
   * of inside while nothing inside is allowed.
   */
  | "address_not_allowed"
  /** The signing secret does not open with this master key; nothing was sent. */
  | "secret_unreadable"
  | "other";

const faultsByCode: ReadonlyMap<string, DeliveryFault> = new Map<string, DeliveryFault>([
  ["UND_ERR_CONNECT_TIMEOUT", "connect_timeout"],
  ["ETIMEDOUT", "connect_timeout"],
  ["ECONNREFUSED", "connect_refused"],
  ["EHOSTUNREACH", "unreachable"],
  ["ENETUNREACH", "unreachable"],
  ["EADDRNOTAVAIL", "unreachable"],
  ["EACCES", "unreachable"],
  ["ENOTFOUND", "dns"],
  ["ENODATA", "dns"],
  ["ESERVFAIL", "dns"],
  ["EREFUSED", "dns"],
  ["EBADNAME", "dns"],
  ["EBADRESP", "dns"],
  ["EFORMERR", "dns"],
  ["ENOTIMP", "dns"],
  ["ETIMEOUT", "dns"],
  ["ECONNRESET", "reset"],
  ["EPIPE", "reset"],
  ["UND_ERR_SOCKET", "reset"],
  ["EPROTO", "tls"],
  ["UND_ERR_HEADERS_OVERFLOW", "answer_malformed"],
  ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "answer_malformed"],
  ["ADDRESS_NOT_ALLOWED", "address_not_allowed"],
  ["ANSWER_TOO_LONG", "answer_malformed"],
  ["ERR_INVALID_URL", "url_invalid"],
  ["UND_ERR_INVALID_ARG", "url_invalid"],
]);

/** Of errors without a code: what ends an attempt whose time is over, and undici's parser. */
const faultsByName: ReadonlyMap<string, DeliveryFault> = new Map<string, DeliveryFault>([
  ["TimeoutError", "too_slow"],
  ["HTTPParserError", "answer_malformed"],
]);

/** Families of codes: of getaddrinfo, of OpenSSL's certificate checks and protocol, of the HTTP parser. */
const faultsByFamily: readonly (readonly [RegExp, DeliveryFault])[] = [
  [/^EAI_/, "dns"],
  [/^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/, "tls"],
  [/^HPE_/, "answer_malformed"],
];

/** Bounded, because a chain of causes can be circular. */
const deepestCause = 4;

/** Names what a failed request threw, by the codes of undici, Node and OpenSSL. */
export function deliveryFaultOf(error: unknown): DeliveryFault {
  let current = error;
  for (let depth = 0; depth < deepestCause && current instanceof Error; depth += 1) {
    const fault = faultByCode(current) ?? faultsByName.get(current.name);
    if (fault !== undefined) return fault;
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return "other";
}

function faultByCode(error: Error): DeliveryFault | undefined {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return faultsByCode.get(code) ?? faultsByFamily.find(([family]) => family.test(code))?.[1];
}
