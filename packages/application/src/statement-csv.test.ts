import type { StatementLine } from "@compose-pay/database";
import { describe, expect, it } from "vitest";
import { statementHeader, statementLine, statementTotal } from "./statement-csv.ts";
import { addLine, noTotals } from "./statement-totals.ts";

const payment: StatementLine = {
  outNo: "att_1",
  kind: "payment",
  paymentId: "pay_1",
  orderNo: "-A1",
  refundNo: null,
  method: "wechat_native",
  channelNo: "4200",
  amount: 10_000,
  currency: "CNY",
  fee: 60,
  occurredAt: new Date("2026-03-01T15:59:59.000Z"),
  subject: "茶",
};
const refund: StatementLine = {
  ...payment,
  outNo: "rfd_1",
  kind: "refund",
  refundNo: "R1",
  channelNo: null,
  amount: 2_500,
  fee: -15,
};

function subjectOf(subject: string): string {
  return statementLine({ ...payment, subject }).split("2026-03-01T15:59:59.000Z,")[1] ?? "";
}

describe("the lines of a statement", () => {
  it("are a payment and a refund with what is left of each, and their sum", () => {
    const totals = [payment, refund].reduce(addLine, noTotals);
    expect(statementHeader + statementLine(payment) + statementLine(refund) + statementTotal(totals)).toBe(
      [
        "type,id,order_no,refund_no,method,channel,channel_no,amount,currency,fee,net,occurred_at,subject",
        "payment,pay_1,-A1,,wechat_native,wechat,4200,10000,CNY,60,9940,2026-03-01T15:59:59.000Z,茶",
        "refund,rfd_1,-A1,R1,wechat_native,wechat,,-2500,CNY,-15,-2485,2026-03-01T15:59:59.000Z,茶",
        "total,,,,,,,7500,CNY,45,7455,,",
        "",
      ].join("\r\n"),
    );
  });

  it.each([
    ["a comma", "tea, green", '"tea, green"'],
    ["a quotation mark", 'tea "green"', '"tea ""green"""'],
    ["a line break", "tea\ngreen", '"tea\ngreen"'],
    ["nothing of that", "tea; green", "tea; green"],
  ])("quote a field with %s", (_, subject, field) => {
    expect(subjectOf(subject)).toBe(`${field}\r\n`);
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])(
    "show %j as text and not as a formula",
    (subject) => {
      expect(subjectOf(subject)).toBe(`'${subject}\r\n`);
    },
  );

  it("guard and quote what needs both", () => {
    expect(subjectOf('=HYPERLINK("http://x","y")')).toBe(`"'=HYPERLINK(""http://x"",""y"")"\r\n`);
  });

  it("sum up in whole fen, or not at all", () => {
    expect(statementTotal(noTotals)).toBe("total,,,,,,,0,CNY,0,0,,\r\n");
    expect(() =>
      [payment, { ...payment, amount: Number.MAX_SAFE_INTEGER }].reduce(addLine, noTotals),
    ).toThrow("no safe integer");
  });
});
