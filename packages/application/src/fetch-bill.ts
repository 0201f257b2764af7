import { createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { withScratchFolder } from "@compose-pay/archive";
import type { Answer, Channel, FetchedBill } from "@compose-pay/channels";
import { type BillKey, type BillRow, channelSource, insertChannelCalls } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { channelCallRows } from "./channel-call-rows.ts";
import { ChannelAccountUnusable, type ChannelDirectory } from "./channel-directory.ts";
import { confirmUploaded } from "./confirm-uploaded-bill.ts";
import { type BillDeps, type BillOrigin, keepBill, keepEmptyBill, type StoredBill } from "./keep-bill.ts";

export interface FetchBillDeps extends BillDeps {
  readonly channels: ChannelDirectory;
}

/**
 * - `kept`: a file that is new; its lines are to be loaded. `known`: one that is a bill already, in whatever state.
 * - `empty`: the channel says that nothing happened on the day; the bill is loaded as it is.
 * - `not_ready`: ask again in half an hour.
 * - `unknown`, `throttled`, `misconfigured`: as channels answer. An account that cannot be opened is `misconfigured`.
 */
export type BillFetching =
  | StoredBill
  | { readonly kind: "empty"; readonly bill: BillRow }
  | { readonly kind: "not_ready" }
  | { readonly kind: "unknown"; readonly reason: string; readonly detail: string | null }
  | { readonly kind: "throttled"; readonly reason: string }
  | NoChannel;

type NoChannel =
  | { readonly kind: "account_unknown" }
  | { readonly kind: "misconfigured"; readonly reason: string };

/**
 * Asks the channel for the bill of a day, writes the call into the journal and keeps what came. Asking again is
 * harmless: what is kept already is `known`. A file that somebody had uploaded is the channel's from now on.
 *
 * @throws the archive's and the database's errors
 */
export async function fetchAndKeepBill(
  deps: FetchBillDeps,
  order: BillKey & { readonly traceId?: string },
): Promise<BillFetching> {
  const channel = await openChannel(deps.channels, order.accountId);
  if ("kind" in channel) return channel;
  const origin = { traceId: newId("trace"), ...order, source: channelSource };
  return withScratchFolder(deps.scratchFolder, async (folder) => {
    const file = path.join(folder, "bill");
    const answer = await channel.fetchBill({
      type: order.type,
      date: order.day,
      save: (chunks) => pipeline(chunks, createWriteStream(file)),
    });
    await journal(deps, origin, answer);
    return keepAnswer(deps, origin, { answer, file });
  });
}

async function openChannel(channels: ChannelDirectory, accountId: string): Promise<Channel | NoChannel> {
  try {
    const open = await channels.find(accountId);
    return open?.channel ?? { kind: "account_unknown" };
  } catch (error) {
    if (!(error instanceof ChannelAccountUnusable)) throw error;
    return { kind: "misconfigured", reason: error.message };
  }
}

async function journal(
  { database }: FetchBillDeps,
  { accountId, traceId }: BillOrigin,
  answer: Answer<FetchedBill>,
): Promise<void> {
  const subject = { paymentId: null, attemptId: null, refundId: null, channelAccountId: accountId, traceId };
  await insertChannelCalls(database.connection, channelCallRows(answer, subject));
}

async function keepAnswer(
  deps: FetchBillDeps,
  origin: BillOrigin,
  { answer, file }: { readonly answer: Answer<FetchedBill>; readonly file: string },
): Promise<BillFetching> {
  switch (answer.kind) {
    case "ok":
      return keepFetched(deps, origin, { fetched: answer.value, file });
    case "declined":
      return { kind: "misconfigured", reason: answer.failure.code };
    case "unknown":
      return { kind: "unknown", reason: answer.reason, detail: answer.detail };
    case "throttled":
    case "misconfigured":
      return { kind: answer.kind, reason: answer.reason };
  }
}

async function keepFetched(
  deps: FetchBillDeps,
  origin: BillOrigin,
  { fetched, file }: { readonly fetched: FetchedBill; readonly file: string },
): Promise<BillFetching> {
  switch (fetched.state) {
    case "not_ready":
      return { kind: "not_ready" };
    case "empty":
      return { kind: "empty", bill: await keepEmptyBill(deps, origin) };
    case "saved": {
      const stored = await keepBill(deps, origin, file);
      if (stored.bill.sha256 === fetched.sha256)
        return { ...stored, bill: await confirmUploaded(deps, stored.bill) };
      throw new Error(`bill ${stored.bill.id} is not what was saved: the disk of ${deps.scratchFolder}?`);
    }
  }
}
