import { stat } from "node:fs/promises";
import { type BillKey, channelSource, findChannelAccount } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { isSamePerson } from "./is-same-person.ts";
import { type BillDeps, keepBill, type StoredBill } from "./keep-bill.ts";
import { takeBillAgain } from "./take-bill-again.ts";

export interface UploadedBill extends BillKey {
  /** As the channel gives it out: Alipay's as the ZIP it comes in. */
  readonly path: string;
  /** Who uploads it. */
  readonly operator: string;
}

/**
 * `known`: the file is a bill already. One that was rejected before is to be loaded again: it is read anew.
 * `name_taken`: nobody can say to be the channel.
 */
export type BillUpload =
  | StoredBill
  | { readonly kind: "account_unknown" | "name_taken" }
  | { readonly kind: "file_unreadable" | "file_empty" };

/**
 * Keeps a bill that somebody has downloaded by hand; `loadBill` reads it, and tells whether it is of this account
 * and day.
 *
 * @throws the archive's and the database's errors
 */
export async function uploadBill(
  deps: BillDeps,
  { path, operator, ...key }: UploadedBill,
): Promise<BillUpload> {
  if (isSamePerson(operator, channelSource)) return { kind: "name_taken" };
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) return { kind: "file_unreadable" };
  // It would pass for the day on which nothing happened.
  if (found.size === 0) return { kind: "file_empty" };
  const account = await findChannelAccount(deps.database.connection, key.accountId);
  if (account === null) return { kind: "account_unknown" };
  const stored = await keepBill(deps, { ...key, source: operator, traceId: newId("trace") }, path);
  return { ...stored, bill: await takeBillAgain(deps, stored.bill) };
}
