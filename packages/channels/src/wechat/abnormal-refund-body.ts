import type { AbnormalRefundOrder } from "../refund.ts";
import type { EncryptionKey } from "./crypto/platform-keys.ts";
import { sealMember } from "./crypto/sealed-member.ts";

/**
 * WeChat Pay APIv3, 异常退款: the card of the customer, or the merchant's own account.
 *
 * @param key needed for a card alone, whose members are encrypted
 */
export function abnormalRefundBody({ refund, payout }: AbnormalRefundOrder, key: EncryptionKey | null) {
  const common = { out_refund_no: refund.outRefundNo };
  if (payout.to === "merchant") return { ...common, type: "MERCHANT_BANK_CARD" };
  if (key === null) throw new Error("a card cannot be sent without a key to encrypt it");
  return {
    ...common,
    type: "USER_BANK_CARD",
    bank_type: payout.bankType,
    bank_account: sealMember(payout.bankAccount, key.publicKey),
    real_name: sealMember(payout.realName, key.publicKey),
  };
}
