import type { Request } from "express";
import type { Answer, Reply } from "../core/answer.ts";
import type { WechatAccount } from "./account.ts";
import { refusals } from "./refusal.ts";
import type { WechatDesk } from "./wechat-desk.ts";

/** The file that a download address stands for, as it is or compressed. Another merchant's is NO_AUTH. */
export function downloadBill(desk: WechatDesk, account: WechatAccount, req: Request): Reply | Answer {
  const { token, tartype } = req.query;
  const link = typeof token === "string" ? desk.billLinks.find(token) : null;
  if (link === null) return refusals.billLink;
  if (link.account !== account.mchid) return refusals.billForeign;
  const { file } = link;
  const isGzip = tartype === "gzip" && file.gzipBytes !== null;
  return {
    status: 200,
    headers: { "Content-Type": isGzip ? "application/x-gzip" : "text/plain" },
    body: "",
    file: isGzip
      ? { bytes: file.gzipBytes ?? 0, open: file.openGzip }
      : { bytes: file.bytes, open: file.open },
  };
}
