import type { ChannelRules } from "../core/channel-rules.ts";
import type { Clock } from "../core/clock.ts";
import type { Documents } from "../core/documents.ts";
import type { WechatAccounts } from "./account.ts";
import { openWechatAccounts } from "./account.ts";
import type { WechatKnobs } from "./knobs.ts";
import { createWechatKnobs } from "./knobs.ts";
import type { NotificationSigning } from "./notification-signing.ts";
import { createNotificationSigning } from "./notification-signing.ts";
import type { WechatPlatform } from "./platform.ts";
import { openPlatform } from "./platform.ts";
import type { RefundRules } from "./refund-rules.ts";
import { createRefundRules } from "./refund-rules.ts";
import { createWechatRules } from "./wechat-rules.ts";

/** WeChat Pay with its keys and merchants. */
export type Wechat = {
  readonly platform: WechatPlatform;
  readonly accounts: WechatAccounts;
  readonly signing: NotificationSigning;
  readonly refundRules: RefundRules;
  readonly knobs: WechatKnobs;
  readonly rules: ChannelRules;
};

/** New merchants use the public key, so that is what notifications are signed with until told otherwise. */
const publicKeyRatio = 1;

export async function openWechat(documents: Documents, clock: Clock): Promise<Wechat> {
  const platform = await openPlatform(documents, clock.realNow());
  const accounts = openWechatAccounts(documents, platform, clock);
  const signing = createNotificationSigning(platform, publicKeyRatio, Math.random);
  const refundRules = createRefundRules();
  const rules = createWechatRules({ clock, accounts, signing });
  return { platform, accounts, signing, refundRules, knobs: createWechatKnobs(), rules };
}
