import { z } from "zod";
import { billStateOf, parseBillDay } from "../bills/bill-day.ts";
import type { BillForm } from "../bills/bills.ts";
import type { Reply } from "../core/answer.ts";
import type { WechatAccount } from "./account.ts";
import type { Incoming } from "./call-input.ts";
import { fundFlowBill } from "./fund-flow-bill.ts";
import { parseMembers } from "./parse-body.ts";
import { ok, refusals } from "./refusal.ts";
import { tradeBill, tradeBillTypes } from "./trade-bill.ts";
import type { WechatDesk } from "./wechat-desk.ts";

const officialOrigin = "https://api.mch.weixin.qq.com";
/** How long a download address lives; older documents say 30 seconds. */
const linkLifeMs = 5 * 60 * 1000;

const common = {
  bill_date: z.string().refine((text) => parseBillDay(text) !== null, "yyyy-MM-dd"),
  tar_type: z.literal("GZIP").optional(),
};
const tradeQuery = z.strictObject({
  ...common,
  bill_type: z.enum(tradeBillTypes).default("ALL"),
  sub_mchid: z.string().min(1).max(32).optional(),
});

/** `GET /v3/bill/tradebill`. A service provider may ask for one of its merchants. */
export async function applyForTradeBill(desk: WechatDesk, { account, req }: Incoming): Promise<Reply> {
  const parsed = parseMembers(tradeQuery, { ...req.query }, "query");
  if ("refused" in parsed) return parsed.refused;
  const { bill_type: type, sub_mchid: subMchid, ...query } = parsed.value;
  if (subMchid !== undefined && subMchid !== account.subMchid) return refusals.noAuthority;
  return answerBill(desk, account, { ...query, form: tradeBill(type) });
}

const fundFlowQuery = z.strictObject({
  ...common,
  account_type: z.enum(["BASIC", "OPERATION", "FEES"]).default("BASIC"),
});

/** `GET /v3/bill/fundflowbill`. Nothing ever moves on the other two accounts here. */
export async function applyForFundFlowBill(desk: WechatDesk, { account, req }: Incoming): Promise<Reply> {
  const parsed = parseMembers(fundFlowQuery, { ...req.query }, "query");
  if ("refused" in parsed) return parsed.refused;
  const { account_type: type, ...query } = parsed.value;
  return answerBill(desk, account, { ...query, form: fundFlowBill(type) });
}

type Application = {
  readonly bill_date: string;
  readonly tar_type?: "GZIP" | undefined;
  readonly form: BillForm;
};

/** Where the file is and what its hash is; the hash is the one of the uncompressed bytes. */
async function answerBill(
  desk: WechatDesk,
  account: WechatAccount,
  { bill_date: date, tar_type: tarType, form }: Application,
): Promise<Reply> {
  const day = parseBillDay(date);
  if (day === null) throw new Error(`${date} passed the check and is no day`);
  switch (billStateOf(day, desk.clock.now())) {
    case "open":
    case "old":
      return refusals.billDate;
    case "making":
      return refusals.billMaking;
    case "ready": {
      const file = await desk.bills.file({ channel: "wechat", account: account.mchid, day }, form);
      if (file === null) return refusals.billMissing;
      const token = desk.billLinks.open(account.mchid, file, linkLifeMs);
      const origin = desk.knobs.billHost === "official" ? officialOrigin : desk.url();
      const rest = tarType === undefined ? "" : "&tartype=gzip";
      const url = `${origin}/v3/billdownload/file?token=${token}${rest}`;
      const isWrong = desk.bills.knobs.spoil.get({ channel: "wechat", day: day.text }) === "wrong_hash";
      const hash = isWrong ? "0".repeat(file.sha1.length) : file.sha1;
      return ok({ hash_type: "SHA1", hash_value: hash, download_url: url });
    }
  }
}
