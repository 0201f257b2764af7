import type { ChannelRules } from "../core/channel-rules.ts";
import type { Clock } from "../core/clock.ts";
import type { Documents } from "../core/documents.ts";
import type { AlipayAccounts } from "./account.ts";
import { openAlipayAccounts } from "./account.ts";
import { createAlipayRules } from "./alipay-rules.ts";
import type { AlipayPlatform } from "./platform.ts";
import { openAlipayPlatform } from "./platform.ts";

/** Alipay with its keys and applications. */
export type Alipay = {
  readonly platform: AlipayPlatform;
  readonly accounts: AlipayAccounts;
  readonly rules: ChannelRules;
};

export async function openAlipay(documents: Documents, clock: Clock): Promise<Alipay> {
  const platform = await openAlipayPlatform(documents);
  const accounts = openAlipayAccounts(documents);
  return { platform, accounts, rules: createAlipayRules({ clock, accounts, platform }) };
}
