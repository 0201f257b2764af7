import { type AccountFault, credentialFormOf } from "@compose-pay/channels";
import type { ChannelName } from "@compose-pay/domain";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

export interface AccountDependencies extends SetUpDependencies {
  /** Hosts, or hosts with a port, that accounts may point to although no channel has them: a sandbox, a proxy. */
  readonly allowedChannelHosts: readonly string[];
}

interface Addressed {
  readonly channel: ChannelName;
  readonly baseUrl: string | null;
  readonly credentials: Readonly<Record<string, unknown>>;
}

interface Address {
  /** As the account file has it. */
  readonly field: string;
  readonly url: string;
}

/**
 * Where calls with an account's keys, and the money in them, must not go: to any address but those of its channel, and
 * those that who runs the product has named. What is stored stays: an account of before can still be disabled.
 *
 * @param stored what the account was until now; null for a new one, or one that cannot be read
 */
export function addressFaults(
  { allowedChannelHosts }: Pick<AccountDependencies, "allowedChannelHosts">,
  account: Addressed,
  stored: Addressed | null,
): readonly AccountFault[] {
  const { origins } = credentialFormOf(account.channel);
  const known = new Set(stored === null ? [] : addressesOf(stored).map(keyOf));
  return addressesOf(account)
    .filter((address) => !known.has(keyOf(address)))
    .filter(({ url }) => !isAllowed(url, { origins, hosts: allowedChannelHosts }))
    .map(({ field }) => ({
      field,
      message: "must be a host of the channel, or one that CHANNEL_ALLOWED_HOSTS names",
    }));
}

function addressesOf({ channel, baseUrl, credentials }: Addressed): readonly Address[] {
  const given = credentialFormOf(channel).addresses.flatMap((name) => {
    const url = credentials[name];
    return typeof url === "string" && url !== "" ? [{ field: `credentials.${name}`, url }] : [];
  });
  return baseUrl === null ? given : [{ field: "base_url", url: baseUrl }, ...given];
}

function keyOf({ field, url }: Address): string {
  return `${field} ${url}`;
}

function isAllowed(
  text: string,
  { origins, hosts }: { readonly origins: readonly string[]; readonly hosts: readonly string[] },
): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, host, hostname } = new URL(text);
  return origins.includes(origin) || hosts.includes(host) || hosts.includes(hostname);
}
