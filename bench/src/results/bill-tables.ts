import type { BillParseResult } from "../bills/bill-parse.ts";
import { columns, ratio } from "./columns.ts";

const targetMbPerSecond = 80;

export function billParseTable({ rows, wechat, alipay }: BillParseResult): string {
  return [
    `bills of ${rows} rows, parse only: target ${targetMbPerSecond} MB/s of WeChat Pay's`,
    columns([
      ["rate, as a multiple of", "line feeds counted", "split by hand"],
      ["wechat", ratio(wechat.product, wechat.lineFeeds), ratio(wechat.product, wechat.handSplit)],
      ["alipay", ratio(alipay.product, alipay.lineFeeds), ratio(alipay.product, alipay.handSplit)],
    ]),
    columns([
      ["median of rounds, plain MB/s", "parsed", "line feeds counted", "split by hand"],
      ...Object.entries({ wechat, alipay }).map(([name, { product, lineFeeds, handSplit }]) => [
        name,
        String(product),
        String(lineFeeds),
        String(handSplit),
      ]),
    ]),
  ].join("\n");
}
