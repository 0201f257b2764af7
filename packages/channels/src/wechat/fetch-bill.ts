import { createGunzip } from "node:zlib";

import { z } from "zod";

import { after, ok, unknown } from "../answers.ts";
import type { BillOrder, FetchedBill } from "../bill.ts";
import { addressRefused, targetUnder } from "../bill-address.ts";
import { nextDayAt } from "../bill-day.ts";
import type { Answer, ChannelCall } from "../channel.ts";
import type { BillDownloadLimits } from "../channel-environment.ts";
import type { GatewayAnswer } from "../gateway-answer.ts";
import type { OperationRun } from "../operation-run.ts";
import { meaningForBill } from "./result-codes.ts";
import { officialBackup, officialOrigin } from "./wechat-hosts.ts";
import type { WechatParts } from "./wechat-parts.ts";

/** WeChat Pay APIv3 makes bills from 9 o'clock on and advises to ask from 10 on. */
export const wechatBillReadyAt = { hour: 10, minute: 0 } as const;

/** What a fetch works with beside the parts. */
export interface WechatBillPlace {
  /** Of the account: every address is taken under it. */
  readonly origin: string;
  readonly limits: BillDownloadLimits;
}

/**
 * WeChat Pay APIv3, 申请交易账单 and 申请资金账单, and 下载账单. The file is unpacked while it comes: the hash
 * that WeChat Pay tells under its signature is that of the plain bytes.
 */
export async function fetchBill(
  parts: WechatParts & { readonly bills: WechatBillPlace },
  order: BillOrder,
  run: OperationRun,
): Promise<Answer<FetchedBill>> {
  const isDue = parts.clock.now() >= nextDayAt(order.date, wechatBillReadyAt);
  const request = parts.build.bill(order);
  const answer = await parts.gateway.call({ operation: "bill", request, meaningOf: meaningForBill }, run);
  switch (answer.kind) {
    case "accepted":
      return after(answer.call, await fetchFile(parts, order, { answer, run }));
    case "refused":
      return settleRefused(answer, isDue);
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

/** Of a day that is not over it says that the request is wrong; later that would be a fault of ours. */
function settleRefused(
  { meaning, refusal }: Extract<GatewayAnswer, { kind: "refused" }>,
  isDue: boolean,
): Answer<FetchedBill> {
  if (meaning.kind === "absent") return ok({ state: "empty" }, refusal.call);
  return refusal.code === "STATEMENT_CREATING" || !isDue
    ? ok({ state: "not_ready" }, refusal.call)
    : unknown("refused", refusal.call, refusal.code);
}

const told = z.object({
  hash_type: z.literal("SHA1"),
  hash_value: z.string().regex(/^[0-9A-Fa-f]{40}$/),
  download_url: z.string().min(1).max(4_096),
});

async function fetchFile(
  { gateway, bills }: WechatParts & { readonly bills: WechatBillPlace },
  { save }: BillOrder,
  {
    answer,
    run,
  }: { readonly answer: { readonly body: unknown; readonly call: ChannelCall }; readonly run: OperationRun },
): Promise<Answer<FetchedBill>> {
  const file = told.safeParse(answer.body).data;
  if (file === undefined) return unknown("answer_unreadable", answer.call);
  const target = targetUnder(file.download_url, [bills.origin, officialOrigin, officialBackup]);
  if (target === null) return addressRefused(file.download_url, answer.call);
  const { limits } = bills;
  const deadline = AbortSignal.timeout(limits.wholeMs);
  const request = { method: "GET", target, body: "" };
  const saved = await gateway.download(request, { run, deadline, limits, unpack: createGunzip(), save });
  if (saved.kind !== "ok") return saved;
  const { bytes, sha1, sha256 } = saved.value;
  if (sha1 !== file.hash_value.toLowerCase()) return unknown("bill_hash_differs", saved.call, sha1);
  return ok({ state: "saved", bytes, sha256 }, saved.call);
}
