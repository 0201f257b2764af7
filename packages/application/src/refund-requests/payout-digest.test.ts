import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { newSecretBox } from "../../testing/set-up-fixture.ts";
import { type CardPayout, digestPayout, isRequestedPayout } from "./payout-digest.ts";

const payout: CardPayout = {
  to: "customer_card",
  bankType: "ICBC_DEBIT",
  bankAccount: "6222020200112233",
  realName: "王芳",
};
const box = newSecretBox();
const asked = { id: "rrq_1", refundId: "rfd_1" };
const request = { ...asked, ...digestPayout(box, asked, payout) };

describe("the digest of a destination", () => {
  it("fits what was entered to the letter, and nothing else", () => {
    expect(isRequestedPayout(box, request, { ...payout })).toBe(true);
    for (const other of [
      { bankType: "ICBC_CREDIT" },
      { bankAccount: "6222020200112234" },
      { bankAccount: "62220202001122330" },
      { realName: "王方" },
      { realName: "王芳 " },
    ])
      expect(isRequestedPayout(box, request, { ...payout, ...other })).toBe(false);
  });

  it("fits the request that it was made for alone, and none that is decided", () => {
    expect(isRequestedPayout(box, { ...request, refundId: "rfd_2" }, payout)).toBe(false);
    expect(() => isRequestedPayout(box, { ...request, id: "rrq_2" }, payout)).toThrow(
      expect.objectContaining({ fault: "not_authentic" }),
    );
    expect(isRequestedPayout(box, { ...request, payoutKey: null, payoutDigest: null }, payout)).toBe(false);
  });

  it("is another one for each request, and none that could be made without its key", () => {
    const again = digestPayout(box, asked, payout);
    expect(again.payoutDigest).not.toBe(request.payoutDigest);
    expect(again.payoutKey).not.toBe(request.payoutKey);
    const fields = [
      asked.id,
      asked.refundId,
      payout.to,
      payout.bankType,
      payout.bankAccount,
      payout.realName,
    ];
    for (const text of [JSON.stringify(fields), payout.bankAccount])
      expect(createHash("sha256").update(text).digest("hex")).not.toBe(request.payoutDigest);
    expect(() => isRequestedPayout(newSecretBox(), request, payout)).toThrow(
      expect.objectContaining({ fault: "unknown_key" }),
    );
  });
});
