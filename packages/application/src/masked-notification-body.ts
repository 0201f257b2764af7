import type { ChannelNotificationRow } from "@compose-pay/database";

export interface MaskedBody {
  readonly text: string;
  readonly isMasked: boolean;
}

/** Who paid, in Alipay's form (异步通知参数); WeChat Pay seals all that it posts. */
const customer = /(^|&)(buyer_(?:id|user_id|open_id|logon_id)=)[^&]+/g;

/** What a channel posted, as text and without what would name the customer; all else is as it came. */
export function maskedNotificationBody({
  channel,
  body,
}: Pick<ChannelNotificationRow, "channel" | "body">): MaskedBody {
  const text = body.toString("utf8");
  if (channel !== "alipay") return { text, isMasked: false };
  const masked = text.replace(customer, "$1$2***");
  return { text: masked, isMasked: masked !== text };
}
