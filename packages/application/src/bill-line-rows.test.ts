import type { BillLine } from "@compose-pay/domain";
import { describe, expect, it } from "vitest";
import { rowOfTradeLine } from "./bill-line-rows.ts";

const line: BillLine = {
  lineNo: 7,
  kind: "payment",
  outNo: "att_1",
  channelNo: "T1",
  outTradeNo: "att_1",
  amount: 100,
  fee: 1,
  status: "succeeded",
  occurredAt: new Date("2026-02-27T04:00:00Z"),
};

describe("the row of a bill's line", () => {
  it("has our number, and that of the order only where it is another", () => {
    expect(rowOfTradeLine("bil_1", line)).toMatchObject({
      billId: "bil_1",
      outNo: "att_1",
      outTradeNo: null,
    });
    const refund = rowOfTradeLine("bil_1", { ...line, kind: "refund", outNo: "rfd_1" });
    expect(refund).toMatchObject({ outNo: "rfd_1", outTradeNo: "att_1" });
  });

  it("has a number of its own where the merchant gave none", () => {
    const stranger = { ...line, outNo: "", outTradeNo: "" };
    expect(rowOfTradeLine("bil_1", stranger)).toMatchObject({ outNo: "T1", outTradeNo: null });
    expect(rowOfTradeLine("bil_1", { ...stranger, channelNo: "" }).outNo).toBe("line 7");
  });

  it("is refused where a column would cut a number", () => {
    expect(() => rowOfTradeLine("bil_1", { ...line, outNo: "x".repeat(65) })).toThrow(
      "more than 64 characters",
    );
  });
});
