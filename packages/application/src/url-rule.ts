import type { UrlRefusal } from "@compose-pay/webhooks";

const rules: Readonly<Record<UrlRefusal, string>> = {
  malformed: "must be an absolute http or https URL",
  scheme: "must be an absolute http or https URL",
  not_https: "must be an https URL for live payments",
  user_information: "must have no user information",
  port: "must have one of the ports that WEBHOOK_ALLOWED_PORTS names",
  address: "must have a host at public addresses, or in the ranges that WEBHOOK_ALLOWED_CIDRS names",
};

/** The rule that a refused URL breaks, for operators; merchants are not told of what is inside. */
export function urlRule(refusal: UrlRefusal): string {
  return rules[refusal];
}
