import { type AccountFault, changedIdentity } from "@compose-pay/channels";
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
import { type AccountDependencies, addressFaults } from "./channel-addresses.ts";
import { holdAgainst, versionOf } from "./changed-meanwhile.ts";
import { secretTimes } from "./secret-times.ts";
import type { SetUpDependencies } from "./set-up-dependencies.ts";
import { type AccountFile, type ChannelAccountInput, openAccount, sealAccount } from "./stored-account.ts";

export interface ChannelAccountPutInput {
  readonly account: ChannelAccountInput;
  readonly enabled: boolean;
  /** The account to change, whatever its name was. Without it the name decides. */
  readonly id?: string | undefined;
  /** Of the account of `id`. */
  readonly expectedVersion?: string | undefined;
  /** Nothing may have the name yet. */
  readonly isNew?: true;
}

export type ChannelAccountPut =
  | { readonly kind: "created" | "updated" | "unchanged"; readonly account: ChannelAccountRow }
  | { readonly kind: "account_unknown"; readonly accountId: string }
  | { readonly kind: "name_taken"; readonly name: string }
  /**
   * The payments of an account stay where they are: at their channel, under the merchant's numbers there, and
   * their money stays real or not. `field` as the account file has it: `credentials.mchid`.
   */
  | { readonly kind: "identity_differs"; readonly field: string; readonly accountId: string }
  /** Calls must not go where it points to. */
  | { readonly kind: "address_refused"; readonly faults: readonly AccountFault[] };

/** Of what an account is, its secrets included, which are hashed as they are sealed. */
export function accountVersion(row: ChannelAccountRow): string {
  const { id, channel, name, live, enabled, baseUrl, credentials } = row;
  return versionOf({ id, channel, name, live, enabled, baseUrl, credentials });
}

/**
 * Creates the account of this name, or changes it as a whole. The same once more changes nothing.
 *
 * @throws ChangedMeanwhile
 */
export async function putChannelAccount(
  deps: AccountDependencies,
  input: ChannelAccountPutInput,
): Promise<ChannelAccountPut> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(deps.database, (transaction) => putAccount(deps, transaction, input));
    } catch (error) {
      if (!isDuplicate(error) || tries >= mostTries) throw error;
      if (input.id !== undefined) return { kind: "name_taken", name: input.account.name };
      // Somebody else created it this moment, and the next look finds it.
    }
  }
}

const mostTries = 3;

/** The same within a transaction. @throws the driver's error of a duplicate when the name was taken meanwhile */
export async function putAccount(
  deps: AccountDependencies,
  transaction: Connection,
  input: ChannelAccountPutInput,
): Promise<ChannelAccountPut> {
  const { account, enabled, id } = input;
  const stored = await lockChannelAccount(transaction, id === undefined ? { name: account.name } : { id });
  if (stored === null) {
    if (id !== undefined) return { kind: "account_unknown", accountId: id };
    const faults = addressFaults(deps, account, null);
    if (faults.length > 0) return { kind: "address_refused", faults };
    return { kind: "created", account: await create(deps, transaction, input) };
  }
  holdAgainst(input, { subject: stored.id, version: accountVersion(stored) });
  if (input.isNew) return { kind: "name_taken", name: account.name };
  const file = openStored(deps, stored);
  const field = changedField(stored, file, account);
  if (field !== null) return { kind: "identity_differs", field, accountId: stored.id };
  if (stored.enabled === enabled && isStoredAs(deps, stored, { file, account })) {
    return { kind: "unchanged", account: stored };
  }
  const faults = addressFaults(deps, account, file === null ? null : { ...file, baseUrl: file.base_url });
  if (faults.length > 0) return { kind: "address_refused", faults };
  const sealed = sealAccount(deps.secretBox, stored.id, account);
  const at = deps.clock.now();
  const secretsChangedAt = secretTimes(account, { file, times: stored.secretsChangedAt, at });
  const changed = { ...stored, ...sealed, enabled, secretsChangedAt, certificatesDueAt: at, updatedAt: at };
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
  const row: ChannelAccountRow = {
    ...sealed,
    id,
    enabled,
    secretsChangedAt: secretTimes(account, { file: null, times: null, at: now }),
    certificatesDueAt: now,
    certificatesAskedAt: null,
    createdAt: now,
    updatedAt: now,
  };
  await insertChannelAccount(transaction, row);
  return row;
}

/**
 * The account file as it is stored; null when it was sealed with a master key that is lost, so that nothing
 * can be held against it and it is made anew.
 */
export function openStored(
  { secretBox }: Pick<SetUpDependencies, "secretBox">,
  stored: ChannelAccountRow,
): AccountFile | null {
  try {
    return openAccount(secretBox, stored);
  } catch (error) {
    if (error instanceof SecretBoxError) return null;
    throw error;
  }
}

function changedField(
  stored: ChannelAccountRow,
  file: AccountFile | null,
  account: ChannelAccountInput,
): string | null {
  if (stored.channel !== account.channel) return "channel";
  if (stored.live !== account.live) return "live";
  return file === null ? null : changedIdentity(file, account);
}

/** What was sealed with an earlier master key, or cannot be opened any more, is sealed anew. */
function isStoredAs(
  { secretBox }: SetUpDependencies,
  stored: ChannelAccountRow,
  { file, account }: { readonly file: AccountFile | null; readonly account: ChannelAccountInput },
): boolean {
  if (!secretBox.isCurrent(stored.credentials)) return false;
  const { channel, name, live, baseUrl, credentials } = account;
  return JSON.stringify(file) === JSON.stringify({ channel, name, live, base_url: baseUrl, credentials });
}
