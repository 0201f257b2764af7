import { type Answer, problem } from "@compose-pay/http";
import type { UrlRefusal } from "@compose-pay/webhooks";

/**
 * 422 for a URL that must not be called. Nothing was stored.
 *
 * @param path the field that has it
 */
export function urlNotAllowed(path: string, refusal: UrlRefusal): Answer {
  const message = messageOf(refusal);
  return {
    ...problem("url_not_allowed", `${path} ${message}; nothing was stored`),
    errors: [{ path, message }],
  };
}

/** The same for every address, so that nobody learns what there is inside. */
function messageOf(refusal: UrlRefusal): string {
  switch (refusal) {
    case "malformed":
    case "scheme":
      return "must be an absolute http or https URL";
    case "not_https":
      return "must be an https URL, because the key is a live one";
    case "user_information":
      return "must have no user information";
    case "port":
      return "must have a port that this installation allows for webhooks";
    case "address":
      return "must have a host at public addresses only";
  }
}
