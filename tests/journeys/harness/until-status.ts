import type { Payment } from "@compose-pay/contracts";
import { waitFor } from "@compose-pay/test-support";
import type { Merchant } from "./merchant.ts";

/** Reads the payment again and again until it has this status. */
export function untilStatus(
  merchant: Merchant,
  id: string,
  status: Payment["status"],
  deadlineMs = 20_000,
): Promise<Payment> {
  const probe = async (): Promise<Payment | false> => {
    const now = await merchant.get(id);
    return now.status === status && now;
  };
  return waitFor(probe, { deadlineMs, everyMs: 100, what: `${id} as ${status}` });
}
