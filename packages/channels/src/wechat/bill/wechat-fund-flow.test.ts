import { describe, expect, it } from "vitest";

import { faultOf, piecesOfSize, readAll } from "../../../testing/read-bills.ts";
import { type BillTable, billText, rowOf } from "../../../testing/wechat-bills.ts";
import { readWechatFundFlow } from "./read-wechat-bill.ts";

/** As WeChat Pay's own documentation shows it. */
const table: BillTable = {
  columns:
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号".split(
      ",",
    ),
  rows: [
    "`2018-02-01 04:21:23,`50000305742018020103387128253,`1900009231201802015884652186,`退款,`退款,`支出,`0.02,`0.17,`system,`缺货,`REF4200000068201801293084726067",
    "`2018-02-01 04:30:00,`4200000068201801293084726067,`1900009231201802015884652187,`交易,`交易,`收入,`0.35,`0.52,`system,`,`att_1",
  ],
  sums: {
    资金流水总笔数: "2.0",
    收入笔数: "1.0",
    收入金额: "0.35",
    支出笔数: "1.0",
    支出金额: "0.02",
  },
};

const read = (given: BillTable) => readWechatFundFlow(piecesOfSize(Buffer.from(billText(given)), 64));

describe("a fund-flow bill of WeChat Pay", () => {
  it("tells every movement on the account", async () => {
    const { lines, totals } = await readAll(read(table));
    expect(lines).toEqual([
      {
        lineNo: 2,
        flowNo: "1900009231201802015884652186",
        channelNo: "50000305742018020103387128253",
        business: "退款",
        direction: "expense",
        amount: 2,
        occurredAt: new Date("2018-02-01T04:21:23+08:00"),
      },
      expect.objectContaining({ business: "交易", direction: "income", amount: 35 }),
    ]);
    expect(totals).toEqual({ lines: 2, incomes: 1, incomeAmount: 35, expenses: 1, expenseAmount: 2 });
  });

  it("may write its brackets in full width", async () => {
    const columns = table.columns.map((name) => name.replace("(", "（").replace(")", "）"));
    expect((await readAll(read({ ...table, columns }))).lines).toHaveLength(2);
  });

  it.each(Object.keys(table.sums))("with another %s is not believed", async (name) => {
    const sums = { ...table.sums, [name]: "9" };
    const reason = name.endsWith("笔数") ? "count_differs" : "sum_differs";
    expect(await faultOf(read({ ...table, sums }))).toMatchObject({ reason, lineNo: 5 });
  });

  it("with a direction that nobody knows is not believed", async () => {
    const rows = [rowOf((table.rows[0] ?? "").slice(1).replace("支出", "转出").split(",`"))];
    expect(await faultOf(read({ ...table, rows }))).toMatchObject({
      reason: "word_unknown",
      lineNo: 2,
      detail: "收支类型",
    });
  });
});
