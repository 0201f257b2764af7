import type { Delivery } from "../api/delivery.ts";
import type { WebhookEndpoint } from "../api/webhook-endpoint.ts";
import type { WebhookReplay } from "../api/webhook-replay.ts";

/** How deliveries to a target went lately. */
export interface TargetHealthView {
  /** `probe`: the next attempt decides whether it opens again. */
  readonly circuit: "closed" | "probe" | "open";
  /** Failed attempts since the last success. */
  readonly failures: number;
  readonly failing_since: string | null;
  readonly open_until: string | null;
  /** When workers look at it next; null when nothing waits. */
  readonly due_at: string | null;
}

/** The same with how much waits for it. */
export interface TargetStateView extends TargetHealthView {
  readonly waiting: number;
  /** More wait than were counted. */
  readonly waiting_more: boolean;
}

/** Why deliveries wait: `rate` holds to the endpoint's own limit, `late` was looked at by no worker in time. */
export type TargetTrouble = "disabled" | "circuit_open" | "circuit_probe" | "failing" | "rate" | "late";

/** A line of deliveries that does not move as it should: an endpoint, or the own addresses of an app at one origin. */
export interface TargetView extends TargetStateView {
  readonly id: string;
  readonly app_id: string;
  /** Null for own addresses. */
  readonly endpoint_id: string | null;
  readonly status: "enabled" | "disabled" | null;
  /** Of own addresses the origin only: the rest of them may be a merchant's secret. */
  readonly url: string | null;
  readonly why: TargetTrouble;
}

export interface EndpointRow extends WebhookEndpoint {
  readonly app_id: string;
  readonly disabled_at: string | null;
  readonly health: TargetHealthView;
}

export interface EndpointView extends Omit<EndpointRow, "health"> {
  /** Until then the secret before signs as well. */
  readonly previous_secret_expires_at: string | null;
  readonly target: TargetStateView;
  /** The one that runs. */
  readonly replay: WebhookReplay | null;
}

/** One event to one place, with all that is shown of its attempts; the answers are what merchants' servers said. */
export interface DeliveryDetail extends Delivery {
  /** Null when its endpoint is deleted. */
  readonly url: string | null;
}

export interface EventRowView {
  readonly id: string;
  readonly app_id: string;
  readonly live: boolean;
  readonly type: string;
  readonly sequence: number;
  /** Null for what is about no payment. */
  readonly payment_id: string | null;
  /** The one endpoint that it is for; null for all that want it. */
  readonly endpoint_id: string | null;
  readonly trace_id: string;
  readonly created_at: string;
  /** False while its deliveries are still to be made. */
  readonly deliveries_made: boolean;
}

export interface EventView extends EventRowView {
  /** The text that every delivery sends, byte for byte. */
  readonly body: string;
  readonly deliveries: readonly DeliveryDetail[];
}
