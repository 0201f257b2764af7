import type { RefundRequestView, RefundRowView } from "@compose-pay/contracts";
import { expect, it } from "vitest";
import { lastOfAmount } from "./last-of-amount.ts";

// because no other member is looked at
const made = (amount: number, created_at: string) => ({ amount, created_at }) as RefundRowView;
// because no other member is looked at
const asked = (amount: number, requested_at: string) => ({ amount, requested_at }) as RefundRequestView;

it("the last refund of an amount is the newest that was made or asked for", () => {
  const shown = {
    refunds: [made(5, "2026-03-01T08:00:00.000Z"), made(6, "2026-03-01T10:00:00.000Z")],
    refund_requests: [asked(5, "2026-03-01T09:00:00.000Z")],
  };
  expect(lastOfAmount(shown, 5)).toBe("2026-03-01T09:00:00.000Z");
  expect(lastOfAmount(shown, 6)).toBe("2026-03-01T10:00:00.000Z");
  expect(lastOfAmount(shown, 7)).toBeNull();
});
