import type { OrderReference } from "../channel.ts";

/**
 * What `metadata.mock` of a payment makes the channel do.
 *
 * - `succeed`: paid at once, at the moment the order was made.
 * - `pend`: waits for a customer who never comes, until the order is closed.
 * - `fail`: refused.
 * - `unknown`: the answer to the create is lost; the order was paid all the same, as a query tells.
 * - `late`: waits until the order is closed, and is found paid after that, at the moment of the close.
 *
 * Nothing is kept anywhere: each answer follows from the order as it is given (its metadata, `createdAt`,
 * `closedAt`), so that every process, and the same one after a restart, gives the same.
 */
export type MockBehaviour = (typeof behaviours)[number];

const behaviours = ["succeed", "pend", "fail", "unknown", "late"] as const;

/** `succeed` where `metadata.mock` is missing or no word of these. */
export function behaviourOf({ metadata }: OrderReference): MockBehaviour {
  return behaviours.find((behaviour) => behaviour === metadata["mock"]) ?? "succeed";
}
