/** Why a URL must not be called, by what it says. */
export type TargetRefusal =
  /** Not an absolute URL, or one that only repairs make a URL. */
  | "malformed"
  /** Not http or https. */
  | "scheme"
  /** http, and the payment is a live one. */
  | "not_https"
  | "user_information"
  /** Not on the allow-list of ports. */
  | "port";

export type TargetReading =
  | {
      readonly kind: "allowed";
      /** `https://host:port`, the port left out when it is the scheme's own. */
      readonly origin: string;
      /** A name, or an address without brackets. */
      readonly host: string;
      /** With its query. */
      readonly path: string;
    }
  | { readonly kind: "refused"; readonly refusal: TargetRefusal };

/** The characters of RFC 3986: URL parsers repair or drop all others, each differently. */
const urlCharacters = /^[\w.~:/?#[\]@!$&'()*+,;=%-]+$/;
const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;

/** Reads where a URL goes, unless it says something by which it must not be called. */
export function readTarget(
  text: string,
  { live, isPort }: { readonly live: boolean; readonly isPort: (port: number) => boolean },
): TargetReading {
  const url = urlCharacters.test(text) ? URL.parse(text) : null;
  if (url === null) return refused("malformed");
  const isHttps = url.protocol === "https:";
  if (!isHttps && url.protocol !== "http:") return refused("scheme");
  // An empty user is none to the parser, but it is one to the eye.
  const [, written] = authority.exec(text) ?? [];
  if (written === undefined || written === "") return refused("malformed");
  if (written.includes("@")) return refused("user_information");
  if (live && !isHttps) return refused("not_https");
  if (!isPort(url.port === "" ? (isHttps ? 443 : 80) : Number(url.port))) return refused("port");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return { kind: "allowed", origin: url.origin, host, path: url.pathname + url.search };
}

function refused(refusal: TargetRefusal): TargetReading {
  return { kind: "refused", refusal };
}
