import { describe, expect, it } from "vitest";

import { faultOf, piecesOfSize, readAll } from "../../../testing/read-bills.ts";
import {
  billText,
  paymentRow,
  refundRow,
  tradeColumns,
  tradeSums,
  tradeTable,
} from "../../../testing/wechat-bills.ts";
import { readWechatTradeBill } from "./read-wechat-bill.ts";

const merchant = { mchid: "1900007291", subMchid: null };
const text = billText(tradeTable);

const read = (given: string) => readWechatTradeBill(piecesOfSize(Buffer.from(given), 65_536), merchant);

async function* broken() {
  yield Buffer.from(text.slice(0, 100));
  throw new Error("EIO");
}

describe("a trade bill of WeChat Pay that is not whole", () => {
  it("is cut off at any place: no totals come of it", async () => {
    // The last character is a zero behind the point, without which all is said as well.
    const end = text.trimEnd().length - 1;
    for (let length = 0; length < end; length += 1) {
      const { reason } = await faultOf(read(text.slice(0, length)));
      expect(reason).not.toBe("encoding_wrong");
    }
  });

  it.each(Object.keys(tradeSums))("says another %s than its rows come to", async (name) => {
    const sums = { ...tradeSums, [name]: name === "总交易单数" ? "3" : "0.01" };
    const fault = await faultOf(read(billText({ ...tradeTable, sums })));
    expect(fault).toMatchObject({
      reason: name === "总交易单数" ? "count_differs" : "sum_differs",
      lineNo: 5,
    });
    expect(fault.detail).toContain(name);
  });

  it.each(["交易时间", "商户订单号", "手续费", "订单金额", "退款状态", "商户号"])(
    "has no column %s",
    async (name) => {
      const columns = tradeColumns.map((each) => (each === name ? "别的" : each));
      expect(await faultOf(read(billText({ ...tradeTable, columns })))).toMatchObject({
        reason: "column_missing",
        lineNo: 1,
        detail: name,
      });
    },
  );

  it.each([
    ["a letter in an amount", { 订单金额: "1.O0" }, "amount_malformed"],
    ["a fraction of a fen", { 订单金额: "1.001" }, "amount_malformed"],
    ["a negative payment", { 订单金额: "-1.00" }, "amount_malformed"],
    ["no amount", { 手续费: "" }, "amount_malformed"],
    ["a day that does not exist", { 交易时间: "2026-02-30 00:00:00" }, "time_malformed"],
    ["another form of time", { 交易时间: "2026/11/22 18:00:00" }, "time_malformed"],
    ["a state that nobody knows", { 交易状态: "PAID" }, "word_unknown"],
    ["a number that is too long", { 商户订单号: "a".repeat(65) }, "number_malformed"],
    ["another merchant", { 商户号: "1900007292" }, "account_differs"],
  ])("has %s in a row", async (_, changes, reason) => {
    const rows = [paymentRow(), refundRow(), paymentRow(changes)];
    const fault = await faultOf(read(billText({ ...tradeTable, rows })));
    expect(fault).toMatchObject({ reason, lineNo: 4 });
    expect(fault.message).not.toContain("att_1");
  });

  it("has a field too many in a row, or one too few", async () => {
    const rows = [paymentRow(), `${refundRow()},\`more`];
    expect(await faultOf(read(billText({ ...tradeTable, rows })))).toMatchObject({
      reason: "columns_differ",
      lineNo: 3,
    });
    const short = [paymentRow(), refundRow().replace(",`ORIGINAL", "")];
    expect(await faultOf(read(billText({ ...tradeTable, rows: short })))).toMatchObject({
      reason: "columns_differ",
      lineNo: 3,
    });
  });

  it("goes on after its summary", async () => {
    expect(await faultOf(read(`${text}${paymentRow()}\r\n`))).toMatchObject({
      reason: "text_after_end",
      lineNo: 6,
    });
  });

  it("holds bytes that are no text: the line is named", async () => {
    const bytes = Buffer.from(text);
    bytes[bytes.indexOf("ORIGINAL")] = 0xff;
    const reading = readWechatTradeBill(piecesOfSize(bytes, 100), merchant);
    const fault = await faultOf(reading);
    const lineNo = bytes.subarray(0, bytes.indexOf(0xff)).toString("latin1").split("\n").length;
    expect(fault).toMatchObject({ reason: "encoding_wrong", lineNo });
  });

  it("is one line without an end", async () => {
    const endless = piecesOfSize(Buffer.alloc(1_048_576, "`"), 16_384);
    expect(await faultOf(readWechatTradeBill(endless, merchant))).toMatchObject({ reason: "line_too_long" });
  });

  it.each([
    ["nothing", "", "header_missing"],
    ["the words of an error", '{"code":"NO_AUTH"}', "header_missing"],
    ["another table", "a,b\r\n`1,`2\r\n", "column_missing"],
  ])("is %s", async (_, given, reason) => {
    expect(await faultOf(read(given))).toMatchObject({ reason });
  });

  it("throws what its bytes cannot be read for as it is", async () => {
    await expect(readAll(readWechatTradeBill(broken(), merchant))).rejects.toThrow("EIO");
  });
});
