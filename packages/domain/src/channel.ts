/** The channels there are (通道). A fourth is one folder in packages/channels and one word here. */
export const channelNames = ["wechat", "alipay", "mock"] as const;
export type ChannelName = (typeof channelNames)[number];

/**
 * Classes of operation. Breakers and bulkheads are kept per account and class, so that a channel whose
 * bills are down still takes payments.
 */
export const operationClasses = ["create", "query", "refund", "bill"] as const;
export type OperationClass = (typeof operationClasses)[number];
