import type { ChannelRules } from "../core/channel-rules.ts";
import type { Clock } from "../core/clock.ts";
import type { Documents } from "../core/documents.ts";
import type { RefundStore } from "../core/refund-store.ts";
import type { AlipayAccounts } from "./account.ts";
import { openAlipayAccounts } from "./account.ts";
import { createAlipayRules } from "./alipay-rules.ts";
import type { AlipayKnobs } from "./knobs.ts";
import { createAlipayKnobs } from "./knobs.ts";
import type { AlipayPlatform } from "./platform.ts";
import { openAlipayPlatform } from "./platform.ts";

/** Alipay with its keys and applications. */
export type Alipay = {
  readonly platform: AlipayPlatform;
  readonly accounts: AlipayAccounts;
  readonly rules: ChannelRules;
  readonly knobs: AlipayKnobs;
};

export type AlipayParts = {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly refunds: RefundStore;
};

export async function openAlipay({ documents, clock, refunds }: AlipayParts): Promise<Alipay> {
  const platform = await openAlipayPlatform(documents);
  const accounts = openAlipayAccounts(documents, platform);
  const knobs = createAlipayKnobs();
  const rules = createAlipayRules({ clock, accounts, platform, refunds, knobs });
  return { platform, accounts, knobs, rules };
}
