import type { BillHeader } from "../../bill-file/bill-header.ts";
import { type BillRow, unitsOf } from "../../bill-file/bill-row.ts";

/** The columns that the bill's own summary adds up, by its name of them. */
const summed = {
  ordered: "订单金额(元)",
  received: "商家实收(元)",
  alipayDiscount: "支付宝优惠(元)",
  merchantDiscount: "商家优惠(元)",
  cards: "卡消费金额(元)",
  fee: "服务费(元)",
  shares: "分润(元)",
} as const;

type Summed = keyof typeof summed;
const keys = Object.keys(summed) as Summed[]; // because keys() forgets the literal keys

/** Of payments or of refunds; sums in units of 0.00001 yuan, refunds negative. */
export interface AlipayBillSum {
  rows: number;
  readonly sums: Float64Array;
}

/** Adds up payments and refunds, each for themselves. */
export function createAlipayBillSums() {
  const payments: AlipayBillSum = { rows: 0, sums: new Float64Array(keys.length) };
  const refunds: AlipayBillSum = { rows: 0, sums: new Float64Array(keys.length) };
  return {
    payments,
    refunds,
    /** What reads the sums of a row and adds them; they stand in it until the next row is read. */
    open: (header: BillHeader) => {
      const columns = keys.map((key) => header.at(summed[key]));
      const row = new Float64Array(keys.length);
      return (from: BillRow, isRefund: boolean): Float64Array => {
        const { sums } = isRefund ? refunds : payments;
        (isRefund ? refunds : payments).rows += 1;
        for (let index = 0; index < columns.length; index += 1) {
          const units = unitsOf(from, columns[index] ?? 0);
          row[index] = units;
          sums[index] = (sums[index] ?? 0) + units;
        }
        return row;
      };
    },
  };
}

/** One sum by its name. */
export function sumOf(sums: Float64Array, key: Summed): number {
  return sums[keys.indexOf(key)] ?? 0;
}

/** The names of the columns with their sums, in one order. */
export const summedColumns = keys.map((key) => ({ key, name: summed[key] }));
