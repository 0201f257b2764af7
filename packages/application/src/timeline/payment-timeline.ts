import { type TimelineEntry, timelineKinds } from "@compose-pay/contracts";
import type { PaymentJournal } from "@compose-pay/database";
import { callEntries, notificationEntries } from "./channel-entries.ts";
import {
  attemptEntries,
  changeEntries,
  discrepancyEntries,
  refundEntries,
  requestEntry,
} from "./own-entries.ts";
import { deliveryEntries, eventEntries } from "./webhook-entries.ts";

/**
 * Everything that is written down about a payment in the order in which it happened. What happened in the same
 * millisecond stands in the order of cause and effect, which is that of `timelineKinds`.
 */
export function paymentTimeline(journal: PaymentJournal): readonly TimelineEntry[] {
  const entries = [
    requestEntry(journal),
    ...attemptEntries(journal),
    ...refundEntries(journal),
    ...callEntries(journal),
    ...notificationEntries(journal),
    ...changeEntries(journal),
    ...discrepancyEntries(journal),
    ...eventEntries(journal),
    ...deliveryEntries(journal),
  ];
  // The sort is stable, and ISO texts of UTC stand in the order of their moments.
  return entries.toSorted((one, other) => {
    if (one.at !== other.at) return one.at < other.at ? -1 : 1;
    return timelineKinds.indexOf(one.kind) - timelineKinds.indexOf(other.kind);
  });
}

/** What to say of a journal that is too long to be shown whole; empty when nothing is left out. */
export function leftOut({ cutOff }: Pick<PaymentJournal, "cutOff">): string {
  return cutOff.length === 0 ? "" : `earlier ones left out: ${cutOff.join(", ")}`;
}
