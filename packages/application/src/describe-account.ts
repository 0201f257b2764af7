import {
  certificatesEnd,
  type ChannelCertificate,
  credentialFieldsOfChannel,
  credentialFormOf,
  type GivenCertificate,
  givenCertificates,
  isGiven,
} from "@compose-pay/channels";
import type { ChannelAccountRow } from "@compose-pay/database";
import type { SecretBox } from "@compose-pay/runtime";
import { openStored } from "./put-channel-account.ts";

/** What may be shown of an account's credentials: no secret, and nothing that no form asks for. */
export interface AccountDescription {
  /** Of the channel's form; null when the credentials do not open. */
  readonly mode: string | null;
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  readonly secrets: readonly StoredSecret[];
  /** Those that stand in the account itself. */
  readonly certificates: readonly GivenCertificate[];
  /** When the first of all ends without which the account cannot go on. */
  readonly certificatesEnd: Date | null;
}

export interface StoredSecret {
  readonly name: string;
  readonly isSet: boolean;
  /** Null when it is not set, or it is not known. */
  readonly changedAt: string | null;
}

/** @param downloaded the account's certificates that were fetched from its channel */
export function describeAccount(
  deps: { readonly secretBox: SecretBox },
  row: ChannelAccountRow,
  downloaded: readonly Pick<ChannelCertificate, "expiresAt">[],
): AccountDescription {
  const { channel } = row;
  const credentials = openStored(deps, row)?.credentials ?? null;
  const held = credentials ?? {};
  const fields = credentialFieldsOfChannel(channel);
  return {
    mode: credentials === null ? null : credentialFormOf(channel).modeOf(credentials),
    values: Object.fromEntries(
      fields.flatMap(({ name, isSecret }) => {
        const value = isSecret ? null : shownValue(held[name]);
        return value === null ? [] : [[name, value]];
      }),
    ),
    secrets: fields
      .filter(({ isSecret }) => isSecret)
      .map(({ name }) => ({
        name,
        isSet: isGiven(held[name]),
        changedAt: isGiven(held[name]) ? (row.secretsChangedAt?.[name] ?? null) : null,
      })),
    certificates: givenCertificates(channel, held),
    certificatesEnd: credentials === null ? null : certificatesEnd(channel, held, downloaded),
  };
}

function shownValue(value: unknown): string | readonly string[] | null {
  if (!isGiven(value)) return null;
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : null;
}
