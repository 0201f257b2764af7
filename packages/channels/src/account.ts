import { type ChannelName, channelNames } from "@compose-pay/domain";
import { z } from "zod";

import type { Channel } from "./channel.ts";
import { type ChannelEnvironment, channelEnvironment } from "./channel-environment.ts";
import type { AccountFault } from "./channel-factory.ts";
import { faultsOf } from "./account-faults.ts";
import { channelFactories } from "./channel-factories.ts";

/** A channel account whose file was read without a fault. */
export interface Account {
  readonly channel: ChannelName;
  readonly name: string;
  /** Real money. A test key never reaches such an account, a live key reaches no other. */
  readonly live: boolean;
  readonly baseUrl: string | null;
  /** As given in the file: secrets. */
  readonly credentials: Readonly<Record<string, unknown>>;
  /** Keys are read once here; the channel is used for as long as the account stays as it is. */
  open(environment?: Partial<ChannelEnvironment>): Channel;
}

export type AccountReading =
  | { readonly kind: "account"; readonly account: Account }
  | { readonly kind: "invalid"; readonly faults: readonly AccountFault[] };

const accountFile = z.strictObject({
  channel: z.enum(channelNames),
  name: z.string().min(1).max(64),
  live: z.boolean(),
  base_url: z
    .url({ protocol: /^https?$/ })
    .max(256)
    .nullish(),
  credentials: z.record(z.string(), z.unknown()).default({}),
});

/**
 * Reads an account file `{channel, name, live, base_url, credentials}`; what `credentials` holds is the
 * channel's own (`WechatCredentials`, `AlipayCredentials`; none for `mock`). All faults are told together.
 */
export function parseAccount(file: unknown): AccountReading {
  const parsed = accountFile.safeParse(file);
  if (!parsed.success) return { kind: "invalid", faults: faultsOf(parsed.error, []) };
  const { channel, name, live, credentials } = parsed.data;
  const baseUrl = parsed.data.base_url ? new URL(parsed.data.base_url) : null;
  const prepared = channelFactories[channel].prepare({ baseUrl, live, credentials });
  const faults = [...placeFaults(baseUrl, live), ...(prepared.kind === "invalid" ? prepared.faults : [])];
  if (prepared.kind === "invalid" || faults.length > 0) return { kind: "invalid", faults };
  return {
    kind: "account",
    account: {
      channel,
      name,
      live,
      baseUrl: baseUrl?.href ?? null,
      credentials,
      open: (changes) => prepared.open(channelEnvironment(changes)),
    },
  };
}

/**
 * The first field by which an account is another one at its channel than an earlier file of it said, such as
 * `credentials.mchid`; null when both are the same one.
 *
 * @param file an account file, which need not fulfil today's rules
 */
export function changedIdentity(
  file: unknown,
  { channel, credentials }: Pick<Account, "channel" | "credentials">,
): string | null {
  const before = identified.parse(file).credentials;
  const { identityFields } = channelFactories[channel];
  const changed = identityFields.find((field) => before[field] !== credentials[field]);
  return changed === undefined ? null : `credentials.${changed}`;
}

const identified = accountFile.pick({ credentials: true }).loose();

/** The address is stored and shown as it is; what is secret belongs into the credentials. */
function placeFaults(baseUrl: URL | null, live: boolean): readonly AccountFault[] {
  if (baseUrl === null) return [];
  const { username, password, protocol } = baseUrl;
  const hasUserInformation = username !== "" || password !== "";
  const isOpen = live && protocol === "http:";
  return [
    ...(hasUserInformation ? [{ field: "base_url", message: "has no user information" }] : []),
    ...(isOpen ? [{ field: "base_url", message: "is https for a live account" }] : []),
  ];
}
