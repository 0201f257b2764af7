import {
  type AccountFault,
  type AccountReading,
  credentialFieldsOfChannel,
  credentialFormOf,
  isGiven,
  parseAccount,
} from "@compose-pay/channels";
import { type Connection, inTransaction, isDuplicate, lockChannelAccount } from "@compose-pay/database";
import type { ChannelName } from "@compose-pay/domain";
import type { AccountDependencies } from "./channel-addresses.ts";
import { holdAgainst } from "./changed-meanwhile.ts";
import { accountVersion, type ChannelAccountPut, openStored, putAccount } from "./put-channel-account.ts";
import { type AccountFile, mostAccountBytes } from "./stored-account.ts";

/** An account as people fill it in. */
export interface AccountForm {
  /** The account to change; a new one without it. */
  readonly id?: string | undefined;
  /** The one of it that was seen; whatever stands there is changed without it. */
  readonly expectedVersion?: string | undefined;
  readonly channel: ChannelName;
  /** One of the channel's form. */
  readonly mode: string;
  readonly name: string;
  readonly live: boolean;
  readonly enabled: boolean;
  readonly baseUrl: string | null;
  /** What is empty is not there; an empty secret is the one that is stored. */
  readonly credentials: Readonly<Record<string, string | readonly string[]>>;
}

export type AccountFormPut =
  | ChannelAccountPut
  /** Every fault by its field, in words that never contain what stands in it. */
  | { readonly kind: "invalid"; readonly faults: readonly AccountFault[] };

/**
 * Creates an account, or changes it as a whole, but for its secrets: one that is left empty stays as it is stored. They
 * are put together under the row's lock and shown to nobody.
 *
 * @throws ChangedMeanwhile
 */
export async function putAccountForm(deps: AccountDependencies, form: AccountForm): Promise<AccountFormPut> {
  try {
    return await inTransaction(deps.database, (transaction) => putForm(deps, transaction, form));
  } catch (error) {
    if (isDuplicate(error)) return { kind: "name_taken", name: form.name };
    throw error;
  }
}

async function putForm(
  deps: AccountDependencies,
  transaction: Connection,
  form: AccountForm,
): Promise<AccountFormPut> {
  const { id, enabled, expectedVersion } = form;
  const row = id === undefined ? null : await lockChannelAccount(transaction, { id });
  if (id !== undefined && row === null) return { kind: "account_unknown", accountId: id };
  // Before anything else: what is lacking of a form that is old says nothing.
  if (row !== null) holdAgainst(form, { subject: row.id, version: accountVersion(row) });
  const reading = readForm(form, row === null ? null : openStored(deps, row));
  if (reading.kind === "invalid") return reading;
  const { account } = reading;
  return putAccount(
    deps,
    transaction,
    id === undefined ? { account, enabled, isNew: true } : { account, enabled, id, expectedVersion },
  );
}

function readForm(form: AccountForm, stored: AccountFile | null): AccountReading {
  const fields = credentialFormOf(form.channel).modes.find(({ name }) => name === form.mode)?.fields;
  if (fields === undefined) return invalid("mode", "is none of this channel's");
  const given = Object.entries(form.credentials).filter(([, value]) => isGiven(value));
  const surplus = given.filter(([name]) => !fields.some((field) => field.name === name));
  if (surplus.length > 0)
    return { kind: "invalid", faults: surplus.map(([name]) => fault(name, "is not of this mode")) };
  const held = new Map<string, unknown>([...storedSecrets(form.channel, stored), ...given]);
  const lacking = fields.filter(({ name, isRequired }) => isRequired && !held.has(name));
  if (lacking.length > 0)
    return { kind: "invalid", faults: lacking.map(({ name }) => fault(name, "is needed")) };
  // In the order of the form, so that the same account is the same text.
  const credentials = Object.fromEntries(
    fields.flatMap(({ name }) => (held.has(name) ? [[name, held.get(name)]] : [])),
  );
  if (Buffer.byteLength(JSON.stringify(credentials)) > mostAccountBytes)
    return invalid("credentials", `have more than ${mostAccountBytes} bytes`);
  const { channel, name, live, baseUrl } = form;
  return parseAccount({ channel, name, live, base_url: baseUrl, credentials });
}

/** Only of the same channel: another one is refused later, and must not be given them. */
function storedSecrets(
  channel: ChannelName,
  stored: AccountFile | null,
): readonly (readonly [name: string, value: unknown])[] {
  if (stored === null || stored.channel !== channel) return [];
  return credentialFieldsOfChannel(channel)
    .filter(({ isSecret, name }) => isSecret && isGiven(stored.credentials[name]))
    .map(({ name }) => [name, stored.credentials[name]] as const);
}

function fault(name: string, message: string): AccountFault {
  return { field: `credentials.${name}`, message };
}

function invalid(field: string, message: string): AccountReading {
  return { kind: "invalid", faults: [{ field, message }] };
}
