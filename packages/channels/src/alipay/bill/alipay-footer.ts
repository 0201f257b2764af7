import { holdCount, holdSum, type Told } from "../../bill-file/bill-sums.ts";
import { BillUnreadable } from "../../bill-file/bill-unreadable.ts";
import { type AlipayBillSum, type createAlipayBillSums, sumOf } from "./alipay-bill-sums.ts";

/** The comments under the table of 业务明细: how many rows, what they come to, and when it was made. */
export function createAlipayFooter() {
  const found = { payments: null as FooterLine | null, refunds: null as FooterLine | null, isWhole: false };
  return {
    take: (comment: string, lineNo: number): void => {
      if (comment === "") return;
      if (found.isWhole || !comment.startsWith("#"))
        throw new BillUnreadable("text_after_end", lineNo, "after the table");
      const [, kind = "", ...told] = sumsLine.exec(comment) ?? [];
      if (kind === "交易") found.payments = footerLine(kind, told, lineNo);
      if (kind === "退款") found.refunds = footerLine(kind, told, lineNo);
      // It is the last one; a file that was cut off ends before it.
      found.isWhole = comment.startsWith("#导出时间");
    },
    /** @throws BillUnreadable when the rows are not what the footer says of them */
    hold: ({ payments, refunds }: ReturnType<typeof createAlipayBillSums>): void => {
      if (found.payments === null || found.refunds === null || !found.isWhole)
        throw new BillUnreadable("summary_missing", null, "交易合计, 退款合计, 导出时间");
      holdLine(found.payments, payments);
      holdLine(found.refunds, refunds);
    },
  };
}

/** `#交易合计：6笔，商家实收共0.06元，商家优惠共0.00元`; of refunds 商家实收退款共 and 商家优惠退款共. */
const sumsLine = /^#(交易|退款)合计：(\S+?)笔，商家实收(?:退款)?共(\S+?)元，商家优惠(?:退款)?共(\S+?)元$/;

interface FooterLine {
  readonly rows: Told;
  readonly received: Told;
  readonly merchantDiscount: Told;
}

function footerLine(kind: string, [rows = "", received = "", discount = ""]: string[], lineNo: number) {
  return {
    rows: { name: `${kind}合计`, text: rows, lineNo },
    received: { name: `${kind}合计 商家实收`, text: received, lineNo },
    merchantDiscount: { name: `${kind}合计 商家优惠`, text: discount, lineNo },
  };
}

function holdLine(told: FooterLine, { rows, sums }: AlipayBillSum): void {
  holdCount(told.rows, rows);
  holdSum(told.received, sumOf(sums, "received"));
  holdSum(told.merchantDiscount, sumOf(sums, "merchantDiscount"));
}
