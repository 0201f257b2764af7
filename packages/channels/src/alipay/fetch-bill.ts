import { z } from "zod";

import { after, ok, unknown } from "../answers.ts";
import type { BillOrder, FetchedBill } from "../bill.ts";
import { addressRefused, targetUnder } from "../bill-address.ts";
import { nextDayAt } from "../bill-day.ts";
import { downloadBill } from "../bill-download.ts";
import type { Answer, ChannelCall } from "../channel.ts";
import type { BillDownloadLimits } from "../channel-environment.ts";
import type { HttpCore } from "../http/http-core.ts";
import type { OperationRun } from "../operation-run.ts";
import type { AlipayParts } from "./alipay-parts.ts";
import type { AlipayCommand } from "./request-builder.ts";

/** Alipay makes the bill of a day until about 9 o'clock of the next one. */
export const alipayBillReadyAt = { hour: 9, minute: 0 } as const;

/**
 * Alipay says one thing of a day on which nothing happened and of a bill that it has not made yet. From this
 * time on it is taken for the first.
 */
const surelyMadeAt = { hour: 12, minute: 0 } as const;

/** Where the files of bills lie. */
export interface AlipayBillPlaces {
  readonly places: readonly { readonly origins: readonly string[]; readonly http: HttpCore }[];
  readonly limits: BillDownloadLimits;
}

/**
 * Alipay OpenAPI, `alipay.data.dataservice.bill.downloadurl.query`, and the ZIP at the address that it tells.
 * Nothing tells its hash; that it is whole, its own checksums and sums say when it is read.
 */
export async function fetchBill(
  parts: AlipayParts & { readonly bills: AlipayBillPlaces },
  order: BillOrder,
  run: OperationRun,
): Promise<Answer<FetchedBill>> {
  const { clock, gateway } = parts;
  if (order.type !== "trade") throw new Error(`Alipay has no ${order.type} bill here`);
  // Before it, a refusal says no more than that.
  const isDue = clock.now() >= nextDayAt(order.date, alipayBillReadyAt);
  const answer = await gateway.call("bill", askFor(order), run);
  switch (answer.kind) {
    case "accepted":
      return after(answer.call, await fetchFile(parts.bills, order, { answer, run }));
    case "refused": {
      const { meaning, refusal } = answer;
      if (!isDue) return ok({ state: "not_ready" }, refusal.call);
      if (meaning.kind !== "absent") return unknown("refused", refusal.call, refusal.code);
      const isMade = clock.now() >= nextDayAt(order.date, surelyMadeAt);
      return ok({ state: isMade ? "empty" : "not_ready" }, refusal.call);
    }
    case "unknown":
    case "throttled":
    case "misconfigured":
      return answer;
  }
}

const nothingTold = { httpStatus: null, channelCode: null, channelRequestId: null };

function askFor({ date }: BillOrder): AlipayCommand {
  return {
    method: "alipay.data.dataservice.bill.downloadurl.query",
    notifyUrl: null,
    bizContent: { bill_type: "trade", bill_date: date },
  };
}

function statusAlone({ status }: { readonly status: number }) {
  return { ...nothingTold, httpStatus: status };
}

const told = z.object({ bill_download_url: z.string().min(1).max(4_096) });

async function fetchFile(
  { places, limits }: AlipayBillPlaces,
  { save }: BillOrder,
  {
    answer,
    run,
  }: { readonly answer: { readonly body: unknown; readonly call: ChannelCall }; readonly run: OperationRun },
): Promise<Answer<FetchedBill>> {
  const address = told.safeParse(answer.body).data?.bill_download_url;
  if (address === undefined) return unknown("answer_unreadable", answer.call);
  const [place] = places.flatMap(({ origins, http }) => {
    const target = targetUnder(address, origins);
    return target === null ? [] : [{ http, target }];
  });
  if (place === undefined) return addressRefused(address, answer.call);
  const request = {
    target: place.target,
    headers: { accept: "*/*", "user-agent": "compose-pay/0.1" },
    deadline: AbortSignal.timeout(limits.wholeMs),
  };
  const file = { run, deadline: request.deadline, limits, unpack: null, save, journal: statusAlone };
  const saved = await downloadBill(place.http, request, file);
  if (saved.kind !== "ok") return saved;
  const { bytes, sha256 } = saved.value;
  return ok({ state: "saved", bytes, sha256 }, saved.call);
}
