import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { AbnormalRefundPayout } from "@compose-pay/channels";
import { type RefundRequestRow, sealedIn } from "@compose-pay/database";
import type { SecretBox } from "@compose-pay/runtime";

/** A card of the customer, as it is entered. */
export type CardPayout = Extract<AbnormalRefundPayout, { readonly to: "customer_card" }>;

type Requested = Pick<RefundRequestRow, "id" | "refundId">;

const keyBytes = 32;

/**
 * What a second entry of the destination can be held against without the first one being kept: an HMAC by a key of this
 * request alone, which is sealed. Card numbers are few enough to be tried out against a hash without a key.
 */
export function digestPayout(
  secretBox: SecretBox,
  request: Requested,
  payout: CardPayout,
): { readonly payoutKey: string; readonly payoutDigest: string } {
  const key = randomBytes(keyBytes);
  return {
    payoutKey: secretBox.seal(key.toString("base64"), boundTo(request)),
    payoutDigest: hmacOf(key, request, payout).toString("hex"),
  };
}

/** Whether it is to the letter what was entered first; false as well when the request is decided. */
export function isRequestedPayout(
  secretBox: SecretBox,
  request: Requested & Pick<RefundRequestRow, "payoutKey" | "payoutDigest">,
  payout: CardPayout,
): boolean {
  if (request.payoutKey === null || request.payoutDigest === null) return false;
  const key = Buffer.from(secretBox.open(request.payoutKey, boundTo(request)), "base64");
  return timingSafeEqual(hmacOf(key, request, payout), Buffer.from(request.payoutDigest, "hex"));
}

function hmacOf(key: Buffer, { id, refundId }: Requested, payout: CardPayout): Buffer {
  const { to, bankType, bankAccount, realName } = payout;
  const fields = [id, refundId, to, bankType, bankAccount, realName];
  return createHmac("sha256", key).update(JSON.stringify(fields)).digest();
}

function boundTo({ id }: Requested): string {
  return sealedIn("refund_requests.payout_key", id);
}
