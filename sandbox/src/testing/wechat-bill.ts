import { z } from "zod";
import type { WechatMerchant } from "./wechat-merchant.ts";

const application = z.object({
  hash_type: z.literal("SHA1"),
  hash_value: z.string(),
  download_url: z.string(),
});

/** A bill as a merchant reads it: cells by the names of their columns. */
export type ReadBill = {
  readonly hash: string;
  readonly url: string;
  readonly bytes: Buffer;
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly sums: Readonly<Record<string, string>>;
};

/** Asks for a bill with `query` (`tradebill?bill_date=…`), downloads it and takes it apart. */
export async function readWechatBill(merchant: WechatMerchant, query: string): Promise<ReadBill> {
  const asked = await merchant.get(`/v3/bill/${query}`);
  const { hash_value: hash, download_url: url } = application.parse(asked.json);
  const { bytes } = await merchant.download(url);
  return { hash, url, bytes, ...takeApart(bytes.toString()) };
}

/** The text of a bill, with its byte order mark. */
export function takeApart(text: string): Pick<ReadBill, "columns" | "rows" | "sums"> {
  const lines = text.replace("\uFEFF", "").split("\r\n").slice(0, -1);
  const columns = (lines[0] ?? "").split(",");
  const sumNames = (lines.at(-2) ?? "").split(",");
  return {
    columns,
    rows: lines.slice(1, -2).map((line) => named(columns, line)),
    sums: named(sumNames, lines.at(-1) ?? ""),
  };
}

function named(names: readonly string[], line: string): Record<string, string> {
  const cells = line.slice(1).split(",`");
  if (cells.length !== names.length) throw new Error(`${cells.length} cells for ${names.length} columns`);
  return Object.fromEntries(names.map((name, nth) => [name, cells[nth] ?? ""]));
}
