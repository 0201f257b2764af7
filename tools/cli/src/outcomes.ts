import { urlRule } from "@compose-pay/application";
import type { UrlRefusal } from "@compose-pay/webhooks";
import { type CommandFailure, failed } from "./command-result.ts";

/** The answer to an id that nothing has. */
export function unknownId(kind: string, id: string): CommandFailure {
  return failed(`${kind.replaceAll(" ", "_")}_unknown`, `there is no ${kind} ${id}`);
}

/** The answer to a URL that webhooks must not be sent to. */
export function urlNotAllowed(refusal: UrlRefusal): CommandFailure {
  return failed("url_not_allowed", `--url ${urlRule(refusal)}`);
}

export const shownOnce = "Keep it now: it is shown this once and cannot be read again.";
