import { type ChannelAccountRow, sealedIn } from "@compose-pay/database";
import type { ChannelName } from "@compose-pay/domain";
import type { SecretBox } from "@compose-pay/runtime";

/** An account as its file was read by the channel's own rules. */
export interface ChannelAccountInput {
  readonly channel: ChannelName;
  /** Unique; people know the account by it. */
  readonly name: string;
  readonly live: boolean;
  /** Null: the channel's own address. */
  readonly baseUrl: string | null;
  /** Secrets: stored sealed. */
  readonly credentials: Readonly<Record<string, unknown>>;
}

/** Sealed, a file of this size still fits its column. */
export const mostAccountBytes = 40_000;

/** An account file with its secrets in the clear. */
export interface AccountFile {
  readonly channel: ChannelName;
  readonly name: string;
  readonly live: boolean;
  readonly base_url: string | null;
  readonly credentials: Readonly<Record<string, unknown>>;
}

/** The columns of an account that its file and its id decide; the credentials sealed. */
export function sealAccount(
  secretBox: SecretBox,
  accountId: string,
  { channel, name, live, baseUrl, credentials }: ChannelAccountInput,
): Pick<ChannelAccountRow, "channel" | "name" | "live" | "baseUrl" | "credentials"> {
  const sealed = secretBox.seal(JSON.stringify(credentials), bindingOf(accountId));
  return { channel, name, live, baseUrl: baseUrl ?? "", credentials: sealed };
}

/**
 * The account file `{channel, name, live, base_url, credentials}` that a row was made of, with its secrets
 * in the clear, for the channel to read again.
 *
 * @throws SecretBoxError when the credentials are of another master key or row
 */
export function openAccount(secretBox: SecretBox, row: ChannelAccountRow): AccountFile {
  // because only sealAccount writes the column
  const credentials = JSON.parse(
    secretBox.open(row.credentials, bindingOf(row.id)),
  ) as AccountFile["credentials"];
  const { channel, name, live, baseUrl } = row;
  return { channel, name, live, base_url: baseUrl === "" ? null : baseUrl, credentials };
}

function bindingOf(accountId: string): string {
  return sealedIn("channel_accounts.credentials", accountId);
}
