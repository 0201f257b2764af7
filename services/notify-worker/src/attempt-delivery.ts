import { takeDelivery } from "@compose-pay/database";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { type AttemptOutcome, makeAttempt } from "./make-attempt.ts";

/**
 * Makes the next attempt of a delivery that a sweep found due. A message that is late, or the second of its
 * kind, finds nothing on offer and changes nothing.
 */
export async function attemptDelivery(
  deps: DeliveryDeps,
  deliveryId: string,
): Promise<AttemptOutcome | "not_on_offer"> {
  return deps.slots.run(async () => {
    const heldUntil = new Date(deps.clock.now().getTime() + deps.holdMs);
    const delivery = await takeDelivery(deps.database.connection, { id: deliveryId, heldUntil });
    return delivery === null ? "not_on_offer" : makeAttempt(deps, delivery);
  });
}
