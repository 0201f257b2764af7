import { readFileSync, readdirSync } from "node:fs";

import { z } from "zod";

/**
 * The published test data of both protocols that lies in `fixtures/vectors`, with the number of items in
 * each file and the room that runs them.
 */
export const vectorFiles = {
  "alipay-cert-sn.json": { items: 6, run: "alipay" },
  "alipay-keys.json": { items: 2, run: "alipay" },
  "alipay-notify-verify.json": { items: 6, run: "alipay" },
  "alipay-request-signature.json": { items: 1, run: "alipay" },
  "alipay-response-raw-substring.json": { items: 7, run: "alipay" },
  "alipay-response-verify.json": { items: 3, run: "alipay" },
  "alipay-trade-bill.json": { items: 1, run: "alipay" },
  "wechat-aes-gcm.json": { items: 8, run: "wechat" },
  "wechat-authorization-header.json": { items: 2, run: "wechat" },
  "wechat-certificates.json": { items: 7, run: "wechat" },
  "wechat-invoke-paysign.json": { items: 1, run: "wechat" },
  "wechat-notification.json": { items: 1, run: "wechat" },
  "wechat-request-signature.json": { items: 6, run: "wechat" },
  "wechat-response-verify.json": { items: 6, run: "wechat" },
  "wechat-rsa-oaep.json": { items: 5, run: "wechat" },
  "wechat-trade-bill.json": { items: 1, run: "wechat" },
} as const;

export type VectorFile = keyof typeof vectorFiles;

const directory = new URL("../fixtures/vectors/", import.meta.url);

export function vectorFileNames(): readonly string[] {
  return readdirSync(directory).sort();
}

/** All items of a file, each of which must have the shape the test reads. */
export function vectorsOf<Item extends z.ZodType>(file: VectorFile, item: Item): readonly z.output<Item>[] {
  const text = readFileSync(new URL(file, directory), "utf8");
  return z.object({ vectors: z.array(item) }).parse(JSON.parse(text)).vectors;
}
