import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import {
  type AlipayTable,
  alipayTable,
  archiveOf,
  detailColumns,
  detailName,
  detailText,
  paymentRow,
  refundRow,
  sellerId,
  summaryText,
} from "../../../testing/alipay-bills.ts";
import { gbkOf } from "../../../testing/gbk.ts";
import { faultOf, piecesOfSize, readAll } from "../../../testing/read-bills.ts";
import { openTestFiles, type TestFiles } from "../../../testing/test-files.ts";
import { vectorsOf } from "../../../testing/vectors.ts";
import { zipOf } from "../../../testing/zip.ts";
import { gb18030 } from "../../bill-file/bill-encoding.ts";
import { readBill } from "../../bill-file/read-bill.ts";
import { createAlipaySummaryParser } from "./alipay-summary.ts";
import { createAlipayTradeParser } from "./alipay-trade-bill.ts";
import { readAlipayTradeBill } from "./read-alipay-bill.ts";

let files: TestFiles;
beforeAll(async () => {
  files = await openTestFiles();
});
afterAll(() => files.remove());

const read = async (bytes: Buffer, owner = sellerId) => readAlipayTradeBill(await files.of(bytes), owner);
const readTable = (changes: Partial<AlipayTable>) => read(archiveOf({ ...alipayTable, ...changes }));

/** The two members without their archive, in pieces of one size. */
async function readPieces(details: Buffer, summary: Buffer, size: number) {
  const summed = readBill(piecesOfSize(summary, size), gb18030, createAlipaySummaryParser());
  const parser = createAlipayTradeParser(sellerId, (await readAll(summed)).totals);
  return readAll(readBill(piecesOfSize(details, size), gb18030, parser));
}

const [vector] = vectorsOf(
  "alipay-trade-bill.json",
  z.object({
    lines: z.array(z.string()),
    columns: z.array(z.string()),
    expected_payment_rows: z.int(),
    expected_refund_rows: z.int(),
    expected_net_receipt_yuan: z.string(),
    gbk_crlf_base64: z.base64(),
  }),
);

describe("the published 业务明细", () => {
  const details = Buffer.from(vector?.gbk_crlf_base64 ?? "", "base64");
  const sums = {
    ...alipayTable.sums,
    交易订单总笔数: "6",
    退款订单总笔数: "4",
    "订单金额（元）": vector?.expected_net_receipt_yuan ?? "",
    "商家实收（元）": "0.02",
    "支付宝优惠（元）": "0.00",
    "商家优惠（元）": "0.00",
    "卡消费金额（元）": "0.00",
    "服务费（元）": "0.00",
    "实收净额（元）": "0.02",
  };
  const summary = gbkOf(summaryText({ ...alipayTable, sums }));

  it("is the text that was published, in GBK", () => {
    expect(gb18030.decode(details).trimEnd().split("\r\n")).toEqual(vector?.lines);
    expect(vector?.columns).toEqual(detailColumns);
  });

  it("is read to the sums that it says of itself", async () => {
    const { lines, totals } = await readPieces(details, summary, details.length);
    expect(totals).toEqual({
      lines: 10,
      payments: vector?.expected_payment_rows,
      paymentAmount: 6,
      refunds: vector?.expected_refund_rows,
      refundAmount: 4,
      fees: 0,
      settled: { paid: 6, refunded: 4, failedRefunds: 0 },
    });
    expect(lines[1]).toEqual({
      lineNo: 7,
      kind: "refund",
      outNo: "re_test_1568602607356",
      channelNo: "2019091622001458860515315453",
      outTradeNo: "service_1568601259302",
      amount: 1,
      fee: 0,
      status: "succeeded",
      occurredAt: new Date("2019-09-16T10:56:48+08:00"),
    });
  });

  it("is the same bill wherever the stream is cut, inside of a character too", async () => {
    const whole = await readPieces(details, summary, details.length);
    for (let size = 1; size <= 600; size += size < 40 ? 1 : 61) {
      expect(await readPieces(details, summary, size)).toEqual(whole);
    }
  });
});

describe("a trade bill of Alipay", () => {
  it("tells payments and refunds, with what Alipay keeps of them", async () => {
    const { lines, totals } = await readAll(await readTable({}));
    const channelNo = "2026112222001499160501589436";
    expect(lines).toEqual([
      {
        lineNo: 6,
        kind: "payment",
        outNo: "att_1",
        channelNo,
        outTradeNo: "att_1",
        amount: 100,
        fee: 1,
        status: "succeeded",
        occurredAt: new Date("2026-11-22T18:00:00+08:00"),
      },
      expect.objectContaining({ kind: "refund", outNo: "rfd_1", channelNo, outTradeNo: "att_1", amount: 40 }),
    ]);
    expect(totals).toMatchObject({ payments: 1, paymentAmount: 100, refunds: 1, refundAmount: 40, fees: 1 });
  });

  it("may have other ends of lines, other columns, shops, and sums of the payments alone", async () => {
    const expected = (await readAll(await readTable({}))).totals;
    const changes = {
      columns: [...detailColumns, "未知列"],
      rows: alipayTable.rows.map((row) => `${row},?`),
      shops: ["shop\t,一号店\t,1,1,0.60,0.54,0.03,0.06,0.02,-0.01,0.00,0.53"],
      sums: { ...alipayTable.sums, "订单金额（元）": "1.00", "商家实收（元）": "0.90" },
    };
    expect((await readAll(await readTable(changes))).totals).toEqual(expected);
    expect((await readAll(await read(archiveOf(alipayTable, "\n")))).totals).toEqual(expected);
  });

  it.each([`"a, b"`, `"a ""b"", c"\t`, `"`, `say "tea"`, `"a" b`, "\t茶\t", "`'#"])(
    "may have %j in the name of goods",
    async (name) => {
      const rows = [paymentRow({ 商品名称: name, 备注: name }), refundRow()];
      expect((await readAll(await readTable({ rows }))).lines).toMatchObject([
        { outNo: "att_1", amount: 100 },
        { outNo: "rfd_1" },
      ]);
    },
  );

  it("tells a refund without a number of its own under the order's, and a time where there is one", async () => {
    const rows = [paymentRow({ 完成时间: "" }), refundRow({ "退款批次号/请求号": "\t" })];
    expect((await readAll(await readTable({ rows }))).lines).toMatchObject([
      { occurredAt: new Date("2026-11-22T17:59:00+08:00") },
      { outNo: "att_1" },
    ]);
  });

  it("may be of a day on which nothing was sold", async () => {
    const footer = [
      "#交易合计：0笔，商家实收共0.00元，商家优惠共0.00元",
      "#退款合计：0笔，商家实收退款共0.00元，商家优惠退款共0.00元",
      "#导出时间：[2026年11月23日 05:46:49]",
    ];
    const sums = Object.fromEntries(
      Object.entries(alipayTable.sums).map(([name, text]) => [name, text === "合计" ? text : "0"]),
    );
    const { lines, totals } = await readAll(await readTable({ rows: [], footer, sums }));
    expect(lines).toEqual([]);
    expect(totals).toMatchObject({ lines: 0, payments: 0, refunds: 0 });
  });
});

describe("a trade bill of Alipay that is not whole", () => {
  const summary = gbkOf(summaryText(alipayTable));

  it("is cut off at any place: no totals come of it", async () => {
    const details = gbkOf(detailText(alipayTable));
    // What follows the words of the last line says nothing.
    const end = details.lastIndexOf(gbkOf("时间")) + gbkOf("时间").length;
    for (let length = 0; length < end; length += 1) {
      await expect(readPieces(details.subarray(0, length), summary, 4_096)).rejects.toMatchObject({
        name: "BillUnreadable",
      });
    }
  });

  it.each([
    ["交易合计：1笔", "交易合计：2笔", "count_differs", 9],
    ["商家实收共0.90元", "商家实收共0.91元", "sum_differs", 9],
    ["商家优惠共0.10元", "商家优惠共0.11元", "sum_differs", 9],
    ["退款合计：1笔", "退款合计：0笔", "count_differs", 10],
    ["商家实收退款共-0.36元", "商家实收退款共0.36元", "sum_differs", 10],
    ["商家优惠退款共-0.04元", "商家优惠退款共-0.05元", "sum_differs", 10],
  ])("says at its end not %s but %s", async (told, other, reason, lineNo) => {
    const footer = alipayTable.footer.map((line) => line.replace(told, other));
    expect(await faultOf(await readTable({ footer }))).toMatchObject({ reason, lineNo });
  });

  it.each([
    ["交易订单总笔数", "count_differs"],
    ["退款订单总笔数", "count_differs"],
    ["订单金额（元）", "sum_differs"],
    ["商家实收（元）", "sum_differs"],
    ["支付宝优惠（元）", "sum_differs"],
    ["商家优惠（元）", "sum_differs"],
    ["卡消费金额（元）", "sum_differs"],
    ["服务费（元）", "sum_differs"],
    ["分润（元）", "sum_differs"],
  ])("says another %s in its summary", async (name, reason) => {
    const sums = { ...alipayTable.sums, [name]: "7" };
    expect(await faultOf(await readTable({ sums }))).toMatchObject({ reason });
  });

  it("has no sum over all shops, or lacks one of its columns", async () => {
    const { 交易订单总笔数: _, ...fewer } = alipayTable.sums;
    const shopAlone = { ...alipayTable.sums, 门店编号: "shop" };
    expect(await faultOf(await readTable({ sums: fewer }))).toMatchObject({ reason: "column_missing" });
    expect(await faultOf(await readTable({ sums: shopAlone }))).toMatchObject({ reason: "summary_missing" });
  });

  it.each(["支付宝交易号", "订单金额（元）", "服务费（元）", "退款批次号/请求号"])(
    "has no column %s",
    async (name) => {
      const columns = detailColumns.map((each) => (each === name ? "别的" : each));
      expect(await faultOf(await readTable({ columns }))).toMatchObject({
        reason: "column_missing",
        lineNo: 5,
      });
    },
  );

  it.each([
    ["letters in an amount", { "订单金额（元）": "l.00" }, "amount_malformed"],
    ["a negative payment", { "订单金额（元）": "-1.00" }, "amount_malformed"],
    ["no time", { 创建时间: "", 完成时间: "" }, "time_malformed"],
    ["a kind that nobody knows", { 业务类型: "转账" }, "word_unknown"],
    ["a comma that no quotes hold", { 商品名称: "a,b" }, "columns_differ"],
    ["a quote that does not end", { 商品名称: `"a,b` }, "columns_differ"],
  ])("has %s in a row", async (_, changes, reason) => {
    const rows = [paymentRow(), refundRow(), paymentRow(changes)];
    expect(await faultOf(await readTable({ rows }))).toMatchObject({ reason, lineNo: 8 });
  });

  it("holds bytes that are no GBK: the line is named", async () => {
    const details = gbkOf(detailText(alipayTable));
    details[details.indexOf("rfd_1") + 2] = 0xff;
    const bytes = zipOf([
      { name: detailName, data: details },
      { name: gbkOf("x_业务明细(汇总).csv"), data: summary },
    ]);
    expect(await faultOf(await read(bytes))).toMatchObject({ reason: "encoding_wrong", lineNo: 7 });
  });

  it("is somebody else's", async () => {
    expect(await faultOf(await read(archiveOf(alipayTable), "2088000000000000"))).toMatchObject({
      reason: "account_differs",
      lineNo: 2,
    });
  });

  it("goes on after its end, or has a comment among its rows", async () => {
    const footer = [...alipayTable.footer, paymentRow()];
    expect(await faultOf(await readTable({ footer }))).toMatchObject({
      reason: "text_after_end",
      lineNo: 12,
    });
    const rows = [paymentRow(), "#小计", refundRow()];
    expect(await faultOf(await readTable({ rows }))).toMatchObject({ reason: "text_after_end", lineNo: 7 });
  });

  it("is a bill of another kind", async () => {
    const details = gbkOf(detailText(alipayTable).replaceAll("业务明细", "账务明细"));
    const bytes = zipOf([
      { name: detailName, data: details },
      { name: gbkOf("x_业务明细(汇总).csv"), data: summary },
    ]);
    expect(await faultOf(await read(bytes))).toMatchObject({ reason: "header_missing", lineNo: 1 });
  });
});
