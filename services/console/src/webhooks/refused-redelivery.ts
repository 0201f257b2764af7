import type { EventRedelivered } from "@compose-pay/application";
import { noSuch, refused, type Refused } from "../api/handler.ts";

/** Why an event does not go again. */
export function refusedRedelivery(
  again: Exclude<EventRedelivered, { readonly kind: "redelivered" }>,
): Refused {
  switch (again.kind) {
    case "event_unknown":
      return noSuch("event");
    case "endpoint_unknown":
      return refused("conflict", "the event's app has no such endpoint of its mode any more");
    case "endpoint_disabled":
      return refused("conflict", "the endpoint is disabled: enable it first");
    case "endpoint_not_meant":
      return refused("conflict", "the event is for another endpoint, or about this one itself");
    case "event_locked":
      return refused("conflict", "the event is being delivered at this moment: ask again");
  }
}
