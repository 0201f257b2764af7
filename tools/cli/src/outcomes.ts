import type { UrlRefusal } from "@compose-pay/webhooks";
import { type CommandFailure, failed } from "./command-result.ts";

/** The answer to an id that nothing has. */
export function unknownId(kind: string, id: string): CommandFailure {
  return failed(`${kind.replaceAll(" ", "_")}_unknown`, `there is no ${kind} ${id}`);
}

/** The answer to a URL that webhooks must not be sent to. */
export function urlNotAllowed(refusal: UrlRefusal): CommandFailure {
  return failed("url_not_allowed", `--url ${urlRules[refusal]}`);
}

const urlRules: Readonly<Record<UrlRefusal, string>> = {
  malformed: "must be an absolute http or https URL",
  scheme: "must be an absolute http or https URL",
  not_https: "must be an https URL for live payments",
  user_information: "must have no user information",
  port: "must have one of the ports that WEBHOOK_ALLOWED_PORTS names",
  address: "must have a host at public addresses, or in the ranges that WEBHOOK_ALLOWED_CIDRS names",
};

export const shownOnce = "Keep it now: it is shown this once and cannot be read again.";
