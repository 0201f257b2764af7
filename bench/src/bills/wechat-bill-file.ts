import { writeFile } from "node:fs/promises";

const columns =
  "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const sums = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";

/** A trade bill of WeChat Pay with so many payments of 19.99 yuan. */
export async function writeWechatBill(file: string, rows: number): Promise<void> {
  const paid = yuan(1_999 * rows);
  const summary = `\`${rows}.0,\`${paid},\`0.0,\`0.0,\`${yuan(12 * rows)},\`${paid},\`0.0\r\n`;
  await writeFile(file, partsOf(rows, `${sums}\r\n${summary}`));
}

function* partsOf(rows: number, end: string): Generator<string> {
  yield `\uFEFF${columns}\r\n`;
  for (let row = 0; row < rows; row += 1) yield rowOf(row);
  yield end;
}

function rowOf(row: number): string {
  const second = String(row % 60).padStart(2, "0");
  const number = String(row).padStart(16, "0");
  return (
    `\`2026-11-22 18:00:${second},\`wxd678efh567hg6787,\`1900007291,\`0,\`,\`420000026320${number},` +
    `\`att_01kaqz5v8r${number},\`oUpF8uMuAJO_M2pxb1Q9zNjWeS6o,\`NATIVE,\`SUCCESS,\`OTHERS,\`CNY,\`19.99,` +
    "`0.00,`0,`0,`0.00,`0.00,`,`,`龙井茶 250g,`,`0.12000,`0.60%,`19.99,`0.00,`\r\n"
  );
}

function yuan(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
}
