import type { Connection } from "../connection.ts";
import { isDuplicate } from "../failure.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { deliveries, type DeliveryState, type events, type FailingState } from "../tables/index.ts";

/** What lists of failures need beside it, `failing`, follows from the state. */
export type DeliveryRow = Omit<typeof deliveries.$inferSelect, "failing">;

/** What stands in `endpoint_id` for the payment's own address, which has no row of its own. */
export const notifyUrlEndpointId = "notify_url";

/** The same for the refund's own address, where it differs from the payment's. */
export const refundNotifyUrlEndpointId = "refund_notify_url";

/** Whether it is an address that a payment or a refund has of its own, and no endpoint. */
export function isOwnAddress(endpointId: string): boolean {
  return endpointId === notifyUrlEndpointId || endpointId === refundNotifyUrlEndpointId;
}

const insertIntoDeliveries = insertRows(deliveries);

/**
 * Makes deliveries, all of them or none. The caller holds each of them until its `nextAttemptAt`, or leaves it in
 * line with a moment that is over.
 *
 * @returns false when there is one of its event and endpoint already; then nothing is written
 */
export async function insertDeliveries(
  connection: Connection,
  rows: readonly DeliveryRow[],
): Promise<boolean> {
  try {
    await insertIntoDeliveries(
      connection,
      rows.map((row) => ({ ...row, failing: failingOf(row.state) })),
    );
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** What stands in `failing` of a delivery in this state. */
export function failingOf(state: DeliveryState): FailingState | null {
  return state === "retrying" || state === "exhausted" ? state : null;
}

/** A delivery that its holder may attempt until `heldUntil`, with what to send. */
export interface HeldDelivery extends Pick<
  DeliveryRow,
  | "id"
  | "eventId"
  | "appId"
  | "endpointId"
  | "targetId"
  | "url"
  | "trigger"
  | "attemptsMade"
  | "ladderFrom"
  | "traceId"
> {
  readonly heldUntil: Date;
  readonly event: Pick<
    typeof events.$inferSelect,
    "paymentId" | "sequence" | "live" | "type" | "body" | "createdAt"
  >;
}
