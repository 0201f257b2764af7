import { inflateRawSync } from "node:zlib";
import { request } from "undici";
import { z } from "zod";
import type { AlipayMerchant } from "./alipay-merchant.ts";

const method = "alipay.data.dataservice.bill.downloadurl.query";
const located = z.object({ bill_download_url: z.string() });

/** Asks where the bill of a day is. */
export const askForBill = (merchant: AlipayMerchant, date: string, type = "trade") =>
  merchant.send({ method, biz: { bill_type: type, bill_date: date } });

/** The bytes behind the address that Alipay gives for that day. */
export async function downloadAlipayBill(merchant: AlipayMerchant, date: string): Promise<Buffer> {
  const { bill_download_url: url } = located.parse((await askForBill(merchant, date)).node);
  const answer = await request(url);
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} for ${url}`);
  return Buffer.from(await answer.body.arrayBuffer());
}

/** The lines of both files of a bill, by their names. */
export async function readAlipayBill(
  merchant: AlipayMerchant,
  date: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const members = unzip(await downloadAlipayBill(merchant, date));
  return new Map(members.map(({ name, bytes }) => [gbk(name), gbk(bytes).split("\r\n").slice(0, -1)]));
}

function gbk(bytes: Buffer): string {
  return new TextDecoder("gbk", { fatal: true }).decode(bytes);
}

/** By the directory at the end, as readers of ZIP files do. */
export function unzip(zip: Buffer): readonly { readonly name: Buffer; readonly bytes: Buffer }[] {
  const end = zip.subarray(-22);
  if (end.readUInt32LE(0) !== 0x06054b50) throw new Error("no ZIP file");
  let at = end.readUInt32LE(16);
  return Array.from({ length: end.readUInt16LE(10) }, () => {
    const entry = zip.subarray(at);
    const [packed, nameLength, offset] = [
      entry.readUInt32LE(20),
      entry.readUInt16LE(28),
      entry.readUInt32LE(42),
    ];
    at += 46 + nameLength;
    const data = offset + 30 + zip.readUInt16LE(offset + 26);
    const bytes = inflateRawSync(zip.subarray(data, data + packed));
    if (bytes.length !== entry.readUInt32LE(24)) throw new Error("the sizes do not agree");
    return { name: entry.subarray(46, 46 + nameLength), bytes };
  });
}
