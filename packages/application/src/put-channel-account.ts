import {
  type ChannelAccountRow,
  type Connection,
  inTransaction,
  insertChannelAccount,
  isDuplicate,
  lockChannelAccount,
  updateChannelAccount,
} from "@compose-pay/database";
import { SecretBoxError } from "@compose-pay/runtime";
import type { SetUpDependencies } from "./set-up-dependencies.ts";
import { type ChannelAccountInput, openAccount, sealAccount } from "./stored-account.ts";

export interface ChannelAccountPutInput {
  readonly account: ChannelAccountInput;
  readonly enabled: boolean;
  /** The account to change, whatever its name was. Without it the name decides. */
  readonly id?: string | undefined;
}

export type ChannelAccountPut =
  | { readonly kind: "created" | "updated" | "unchanged"; readonly account: ChannelAccountRow }
  | { readonly kind: "account_unknown"; readonly accountId: string }
  | { readonly kind: "name_taken"; readonly name: string }
  /** The payments of an account stay at their channel, and its money stays real or not. */
  | { readonly kind: "identity_differs"; readonly field: "channel" | "live"; readonly accountId: string };

/** Creates the account of this name, or changes it as a whole. The same once more changes nothing. */
export async function putChannelAccount(
  deps: SetUpDependencies,
  input: ChannelAccountPutInput,
): Promise<ChannelAccountPut> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(deps.database, (transaction) => put(deps, transaction, input));
    } catch (error) {
      if (!isDuplicate(error) || tries >= mostTries) throw error;
      if (input.id !== undefined) return { kind: "name_taken", name: input.account.name };
      // Somebody else created it this moment, and the next look finds it.
    }
  }
}

const mostTries = 3;

async function put(
  deps: SetUpDependencies,
  transaction: Connection,
  input: ChannelAccountPutInput,
): Promise<ChannelAccountPut> {
  const { account, enabled, id } = input;
  const stored = await lockChannelAccount(transaction, id === undefined ? { name: account.name } : { id });
  if (stored === null) {
    return id === undefined
      ? { kind: "created", account: await create(deps, transaction, input) }
      : { kind: "account_unknown", accountId: id };
  }
  if (stored.channel !== account.channel) return differs(stored, "channel");
  if (stored.live !== account.live) return differs(stored, "live");
  if (stored.enabled === enabled && isStoredAs(deps, stored, account)) {
    return { kind: "unchanged", account: stored };
  }
  const sealed = sealAccount(deps.secretBox, stored.id, account);
  const changed = { ...stored, ...sealed, enabled, updatedAt: deps.clock.now() };
  await updateChannelAccount(transaction, stored.id, changed);
  return { kind: "updated", account: changed };
}

async function create(
  deps: SetUpDependencies,
  transaction: Connection,
  { account, enabled }: ChannelAccountPutInput,
): Promise<ChannelAccountRow> {
  const now = deps.clock.now();
  const id = deps.newId("acc", now);
  const sealed = sealAccount(deps.secretBox, id, account);
  const row: ChannelAccountRow = { ...sealed, id, enabled, createdAt: now, updatedAt: now };
  await insertChannelAccount(transaction, row);
  return row;
}

function differs(stored: ChannelAccountRow, field: "channel" | "live"): ChannelAccountPut {
  return { kind: "identity_differs", field, accountId: stored.id };
}

/** What was sealed with an earlier master key, or cannot be opened any more, is sealed anew. */
function isStoredAs(
  { secretBox }: SetUpDependencies,
  stored: ChannelAccountRow,
  account: ChannelAccountInput,
): boolean {
  try {
    if (!secretBox.isCurrent(stored.credentials)) return false;
    const { channel, name, live, baseUrl, credentials } = account;
    const wanted = { channel, name, live, base_url: baseUrl, credentials };
    return JSON.stringify(openAccount(secretBox, stored)) === JSON.stringify(wanted);
  } catch (error) {
    if (error instanceof SecretBoxError) return false;
    throw error;
  }
}
