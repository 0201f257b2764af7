/** What decides to which endpoints an event goes. */
export interface ReachingEvent {
  readonly type: string;
  readonly live: boolean;
  /** The one endpoint that it is for; null for all that want it. */
  readonly endpointId: string | null;
  /** What is sent; read of `webhook.endpoint_disabled` only. */
  readonly body: string;
}

export interface ReachableEndpoint {
  readonly id: string;
  readonly live: boolean;
  readonly eventTypes: readonly string[];
}

/**
 * Whether an event may go to an endpoint at all: what is for one goes to no other, each mode has its own, and none hears
 * that it was disabled itself.
 */
export function mayReach(endpoint: Omit<ReachableEndpoint, "eventTypes">, event: ReachingEvent): boolean {
  if (event.endpointId !== null) return event.endpointId === endpoint.id;
  return event.live === endpoint.live && disabledEndpointOf(event) !== endpoint.id;
}

/** Whether an endpoint is sent an event without being named. Whether it is enabled is for the caller to see. */
export function wantsEvent(endpoint: ReachableEndpoint, event: ReachingEvent): boolean {
  if (!mayReach(endpoint, event)) return false;
  const { eventTypes } = endpoint;
  return event.endpointId !== null || eventTypes.includes("*") || eventTypes.includes(event.type);
}

function disabledEndpointOf({ type, body }: ReachingEvent): string | null {
  if (type !== "webhook.endpoint_disabled") return null;
  // because the body of such an event is the system's own, with the endpoint as its data
  const { data } = JSON.parse(body) as { readonly data?: { readonly id?: string } };
  return data?.id ?? null;
}
