import { z } from "zod";
import { billStateOf, compactDay, parseBillDay } from "../bills/bill-day.ts";
import type { BillDay } from "../bills/bill-day.ts";
import type { Reply } from "../core/answer.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { parseBiz } from "./biz-content.ts";
import { refusal, success } from "./node.ts";
import type { Params } from "./signed-params.ts";
import { billAccount, tradeBill } from "./trade-bill.ts";

const linkLifeMs = 30 * 1000;

/** Where a bill is downloaded, as on dwbillcenter.alipay.com. */
export const billPath = "/downloadBillFile.resource";

const billBiz = z.looseObject({
  bill_type: z.enum([
    "trade",
    "signcustomer",
    "merchant_act",
    "trade_zft_merchant",
    "zft_acc",
    "settlementMerge",
  ]),
  bill_date: z.string(),
});

/**
 * alipay.data.dataservice.bill.downloadurl.query: an address that gives the day's bill for 30 seconds. Of
 * the kinds of bills only `trade` is played here, and no monthly one.
 */
export async function queryBillUrl(desk: AlipayDesk, account: AlipayAccount, params: Params): Promise<Reply> {
  const parsed = parseBiz(billBiz, params["biz_content"]);
  if ("refused" in parsed) return refusals.arguments;
  const { bill_type: type, bill_date: date } = parsed.biz;
  if (type !== "trade") return refusals.type;
  const day = parseBillDay(date);
  if (day === null) return /^\d{4}-(0[1-9]|1[0-2])$/.test(date) ? refusals.notReady : refusals.arguments;
  if (billStateOf(day, desk.clock.now()) !== "ready") return refusals.notReady;
  const file = await desk.bills.file({ channel: "alipay", account: account.appId, day }, tradeBill(account));
  if (file === null) return refusals.empty;
  const isCut = desk.bills.knobs.spoil.get({ channel: "alipay", day: day.text }) === "zip_truncated";
  const served = isCut ? { ...file, bytes: Math.floor(file.bytes / 2) } : file;
  const token = desk.billLinks.open(account.appId, served, linkLifeMs);
  return success({ bill_download_url: addressOf(desk, { account: billAccount(account), day, token }) });
}

function addressOf(
  desk: AlipayDesk,
  { account, day, token }: { readonly account: string; readonly day: BillDay; readonly token: string },
): string {
  const query = new URLSearchParams({
    bizType: "trade",
    userId: account,
    fileType: "csv.zip",
    bizDates: compactDay(day),
    downloadFileName: `${account}_${compactDay(day)}.csv.zip`,
    fileId: `/trade/${account}/${compactDay(day)}.csv.zip`,
    timestamp: String(Math.floor(desk.clock.realNow() / 1000)),
    token,
  });
  return `${desk.url()}${billPath}?${query.toString()}`;
}

const refusals = {
  arguments: refusal("40004", "INVAILID_ARGUMENTS", "入参不合法"),
  type: refusal("40004", "TYPE_NOT_SUPPORTED", "账单类型不支持"),
  notReady: refusal("40004", "BILL_NOT_EXIST", "账单不存在"),
  empty: refusal("40004", "NO_BILL_DATA", "没有账单数据"),
} as const;
