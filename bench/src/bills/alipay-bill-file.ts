import { writeFile } from "node:fs/promises";
import { crc32, deflateRawSync } from "node:zlib";

const columns =
  "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";
const summaryColumns =
  "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）";
const account = "20887210038991590156";

/** A trade bill of Alipay with so many payments of 19.99 yuan, as it is packed, and its details as they are. */
export async function writeAlipayBill(
  files: { readonly plain: string; readonly packed: string },
  rows: number,
): Promise<void> {
  const paid = yuan(1_999 * rows);
  const details = Buffer.concat([
    gbk(`#支付宝业务明细查询\r\n#账号：[${account}]\r\n#业务明细列表\r\n${columns}\r\n`),
    rowsOf(rows),
    gbk(`#业务明细列表结束\r\n#交易合计：${rows}笔，商家实收共${paid}元，商家优惠共0.00元\r\n`),
    gbk("#退款合计：0笔，商家实收退款共0.00元，商家优惠退款共0.00元\r\n#导出时间：[]\r\n"),
  ]);
  const sums = `合计,,${rows},0,${paid},${paid},0.00,0.00,0.00,-${yuan(12 * rows)},0.00,${paid}`;
  const summary = gbk(`#业务汇总列表\r\n${summaryColumns}\r\n${sums}\r\n#业务汇总列表结束\r\n`);
  await writeFile(files.plain, details);
  const members = [
    [gbk(`${account}_业务明细.csv`), details],
    [gbk(`${account}_业务明细(汇总).csv`), summary],
  ] as const;
  await writeFile(files.packed, zipOf(members));
}

function rowsOf(rows: number): Buffer {
  const [first, second] = [gbk("\t,交易\t,龙井茶 250g,"), gbk("*津水(602***@qq.com)")];
  const all: Buffer[] = [];
  for (let row = 0; row < rows; row += 1) {
    const number = String(row).padStart(16, "0");
    const times = `2026-11-22 18:00:${String(row % 60).padStart(2, "0")}`;
    all.push(
      Buffer.from(`202611222200${number}\t,att_01kaqz5v8r${number}`),
      first,
      Buffer.from(`${times},${times},\t,\t,\t,\t,`),
      second,
      Buffer.from("\t,19.99,19.99,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,\t,-0.12,0.00,\r\n"),
    );
  }
  return Buffer.concat(all);
}

function yuan(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
}

/** Node decodes GBK and does not encode it: the table is turned around. */
const gbkTable = tableOfGbk();

function gbk(text: string): Buffer {
  return Buffer.concat(Array.from(text, (one) => gbkTable.get(one) ?? Buffer.from(one)));
}

function tableOfGbk(): ReadonlyMap<string, Buffer> {
  const decoder = new TextDecoder("gbk");
  const table = new Map<string, Buffer>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const bytes = Buffer.of(lead, trail);
      const text = decoder.decode(bytes);
      if (text.length === 1) table.set(text, bytes);
    }
  }
  return table;
}

/** PKWARE's APPNOTE: the members, their directory, its end. */
function zipOf(members: readonly (readonly [Buffer, Buffer])[]): Buffer {
  let offset = 0;
  const parts = members.map(([name, data]) => {
    const packed = deflateRawSync(data, { level: 1 });
    const fields = Buffer.concat([
      numbers(2, 20, 0, 8, 0, 0),
      numbers(4, crc32(data), packed.length, data.length),
      numbers(2, name.length, 0),
    ]);
    const local = Buffer.concat([numbers(4, 0x04034b50), fields, name, packed]);
    const central = Buffer.concat([
      numbers(4, 0x02014b50),
      numbers(2, 20),
      fields,
      numbers(2, 0, 0, 0),
      numbers(4, 0, offset),
      name,
    ]);
    offset += local.length;
    return { local, central };
  });
  const centrals = Buffer.concat(parts.map(({ central }) => central));
  const counts = numbers(2, 0, 0, members.length, members.length);
  const end = [numbers(4, 0x06054b50), counts, numbers(4, centrals.length, offset), numbers(2, 0)];
  return Buffer.concat([...parts.map(({ local }) => local), centrals, ...end]);
}

/** Little-endian numbers of so many bytes each. */
function numbers(bytes: 2 | 4, ...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(bytes * values.length);
  for (const [index, value] of values.entries()) buffer.writeUIntLE(value, index * bytes, bytes);
  return buffer;
}
