export const channelNames = ["wechat", "alipay"] as const;

/** A payment channel that this sandbox plays. */
export type ChannelName = (typeof channelNames)[number];
