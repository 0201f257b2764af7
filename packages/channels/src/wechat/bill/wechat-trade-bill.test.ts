import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { piecesOfSize, readAll } from "../../../testing/read-bills.ts";
import { vectorsOf } from "../../../testing/vectors.ts";
import {
  billText,
  paymentRow,
  refundRow,
  rowOf,
  tradeColumns,
  tradeSums,
  tradeTable,
} from "../../../testing/wechat-bills.ts";
import { readWechatTradeBill } from "./read-wechat-bill.ts";

const merchant = { mchid: "1900007291", subMchid: null };

const read = (text: string, owner: Parameters<typeof readWechatTradeBill>[1] = merchant) =>
  readWechatTradeBill(piecesOfSize(Buffer.from(text), 65_536), owner);

const [vector] = vectorsOf(
  "wechat-trade-bill.json",
  z.object({
    csv_base64: z.base64(),
    sha1_of_bytes: z.string(),
    expected_row_count: z.int(),
    expected_header: z.array(z.string()),
    expected_summary_row: z.array(z.string()),
    expected_first_row: z.array(z.string()),
  }),
);

describe("the published trade bill", () => {
  const bytes = Buffer.from(vector?.csv_base64 ?? "", "base64");
  const owner = { mchid: "1921000401", subMchid: null };

  it("is the one that was published", () => {
    expect(createHash("sha1").update(bytes).digest("hex")).toBe(vector?.sha1_of_bytes);
  });

  it("is read to the sums that it says of itself", async () => {
    const { lines, totals } = await readAll(readWechatTradeBill(piecesOfSize(bytes, 4_096), owner));
    expect(lines).toHaveLength(vector?.expected_row_count ?? 0);
    expect(totals).toEqual({
      lines: 45,
      payments: 31,
      paymentAmount: 47,
      refunds: 14,
      refundAmount: 14,
      fees: 8,
      settled: { paid: 47, refunded: 14, failedRefunds: 0 },
    });
    expect(lines[0]).toEqual({
      lineNo: 2,
      kind: "refund",
      outNo: "REF4200000263201902167700963919",
      channelNo: "50000709672019011908420787722",
      outTradeNo: "autotest_20190216081946_82335",
      amount: 1,
      fee: 0,
      status: "succeeded",
      occurredAt: new Date("2019-02-19T05:01:46+08:00"),
    });
  });

  it("is the same bill wherever the stream is cut, inside of a character too", async () => {
    const whole = await readAll(readWechatTradeBill(piecesOfSize(bytes, bytes.length), owner));
    for (let size = 1; size <= 700; size += size < 40 ? 1 : 61) {
      expect(await readAll(readWechatTradeBill(piecesOfSize(bytes, size), owner))).toEqual(whole);
    }
  });
});

const reversed = (row: string) => rowOf(["?", ...row.slice(1).split(",`").toReversed()]);

describe("a trade bill of WeChat Pay", () => {
  it("tells payments by what was ordered, and refunds by what was asked for", async () => {
    const { lines, totals } = await readAll(read(billText(tradeTable)));
    expect(lines).toMatchObject([
      { kind: "payment", outNo: "att_1", channelNo: "4200000263201902167700134902", amount: 100, fee: 1 },
      {
        kind: "refund",
        outNo: "rfd_1",
        channelNo: "50300000000000000000000000001",
        outTradeNo: "att_1",
        amount: 40,
        fee: 0,
        status: "succeeded",
      },
    ]);
    expect(totals).toEqual({
      lines: 2,
      payments: 1,
      paymentAmount: 100,
      refunds: 1,
      refundAmount: 40,
      fees: 1,
      // Less the coupons that the merchant gave himself.
      settled: { paid: 90, refunded: 30, failedRefunds: 0 },
    });
  });

  it("without its mark, with the other ends of lines and without the last one is the same bill", async () => {
    const expected = await readAll(read(billText(tradeTable)));
    const text = billText(tradeTable, "\n", "");
    expect(await readAll(read(text))).toEqual(expected);
    expect(await readAll(read(text.trimEnd()))).toEqual(expected);
    expect(await readAll(read(`${billText(tradeTable)}\r\n\r\n`))).toEqual(expected);
  });

  it.each([`say "tea", please`, "a\tb", `"`, "，`", "a,b,c", "茶`叶", "\\n\\ "])(
    "may have %j in the name of goods",
    async (name) => {
      const rows = [paymentRow({ 商品名称: name, 商户数据包: name }), refundRow()];
      expect((await readAll(read(billText({ ...tradeTable, rows })))).lines).toMatchObject([
        { outNo: "att_1", amount: 100 },
        { outNo: "rfd_1", amount: 40 },
      ]);
    },
  );

  it("finds its columns by their names, whatever else is there", async () => {
    const columns = ["未知列", ...tradeColumns.toReversed()];
    const rows = tradeTable.rows.map(reversed);
    const expected = await readAll(read(billText(tradeTable)));
    expect(await readAll(read(billText({ columns, rows, sums: { 未知: "7", ...tradeSums } })))).toEqual(
      expected,
    );
  });

  it.each([
    ["SUCCESS", "succeeded"],
    ["PROCESSING", "processing"],
    ["FAIL", "failed"],
    ["CHANGE", "failed"],
  ])("a refund that is %s is %s", async (退款状态, status) => {
    const rows = [paymentRow(), refundRow({ 退款状态 })];
    expect((await readAll(read(billText({ ...tradeTable, rows })))).lines[1]).toMatchObject({ status });
  });

  it("tells a payment that was taken back by a cancel, with the money that went back", async () => {
    const rows = [paymentRow(), refundRow({ 交易状态: "REVOKED", 商户退款单号: "att_1" })];
    expect((await readAll(read(billText({ ...tradeTable, rows })))).lines[1]).toMatchObject({
      kind: "payment",
      outNo: "att_1",
      channelNo: "4200000263201902167700134902",
      amount: 40,
      status: "revoked",
    });
  });

  it("rounds a fee to whole fen, a half away from zero", async () => {
    const fees = ["0.00500", "-0.00500", "0.00499", "-0.01499"];
    const rows = fees.map((手续费) => paymentRow({ 手续费 }));
    const sums = {
      总交易单数: "4.0",
      应结订单总金额: "3.6",
      退款总金额: "0.0",
      充值券退款总金额: "0.0",
      手续费总金额: "-0.01",
      订单总金额: "4.0E0",
      申请退款总金额: "0",
    };
    const { lines, totals } = await readAll(read(billText({ ...tradeTable, rows, sums })));
    expect(lines.map(({ fee }) => fee)).toEqual([1, -1, 0, -1]);
    expect(totals.fees).toBe(-1);
  });

  it("tells a line that stands twice twice", async () => {
    const rows = [paymentRow(), paymentRow()];
    const sums = {
      ...tradeSums,
      应结订单总金额: "1.80",
      退款总金额: "0.00",
      充值券退款总金额: "0.00",
      手续费总金额: "0.01200",
      订单总金额: "2.00",
      申请退款总金额: "0.00",
    };
    const { lines } = await readAll(read(billText({ ...tradeTable, rows, sums })));
    expect(lines.map(({ lineNo, outNo }) => [lineNo, outNo])).toEqual([
      [2, "att_1"],
      [3, "att_1"],
    ]);
  });

  it("may be of a day on which nothing was sold", async () => {
    const sums = Object.fromEntries(Object.keys(tradeSums).map((name) => [name, "0.00"]));
    const { lines, totals } = await readAll(read(billText({ ...tradeTable, rows: [], sums })));
    expect(lines).toEqual([]);
    expect(totals).toMatchObject({ lines: 0, paymentAmount: 0, fees: 0 });
  });

  it("gives a service provider's merchant its own rows, and counts all of them", async () => {
    const owner = { mchid: "1900007291", subMchid: "1900000109" };
    const rows = [paymentRow({ 特约商户号: "1900000109" }), refundRow({ 特约商户号: "1900000110" })];
    const { lines, totals } = await readAll(read(billText({ ...tradeTable, rows }), owner));
    expect(lines).toMatchObject([{ outNo: "att_1" }]);
    expect(totals).toMatchObject({ lines: 1, paymentAmount: 100, refunds: 0 });
  });
});
