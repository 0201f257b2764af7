import {
  type EventRow,
  notifyUrlEndpointId,
  refundNotifyUrlEndpointId,
  type WebhookEndpointRow,
} from "@compose-pay/database";
import { type ReachingEvent, wantsEvent } from "@compose-pay/domain";

/** One place that an event goes to. */
export interface MatchedPlace {
  readonly endpointId: string;
  /** The payment's or the refund's own address; null for an endpoint, whose address is read at each attempt. */
  readonly url: string | null;
  /** Deliveries in a second at most; null for as many as there are. */
  readonly rateLimit: number | null;
}

type EventTraits = ReachingEvent & Pick<EventRow, "notifyUrl" | "refundNotifyUrl">;
type EndpointTraits = Pick<WebhookEndpointRow, "id" | "status" | "live" | "eventTypes" | "rateLimit">;

/**
 * The enabled endpoints of the event's mode that want its type, and the own `notify_url` of payment and refund. An
 * event that is for one endpoint goes there alone, whether it is enabled or not.
 */
export function matchReceivers(
  endpoints: readonly EndpointTraits[],
  event: EventTraits,
): readonly MatchedPlace[] {
  const matched: MatchedPlace[] = endpoints
    .filter(
      (endpoint) =>
        wantsEvent(endpoint, event) && (endpoint.status === "enabled" || event.endpointId !== null),
    )
    .map(({ id, rateLimit }) => ({ endpointId: id, url: null, rateLimit }));
  const own = (endpointId: string, url: string) => matched.push({ endpointId, url, rateLimit: null });
  if (event.notifyUrl !== null) own(notifyUrlEndpointId, event.notifyUrl);
  if (event.refundNotifyUrl !== null) own(refundNotifyUrlEndpointId, event.refundNotifyUrl);
  return matched;
}
