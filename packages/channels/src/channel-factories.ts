import type { ChannelName } from "@compose-pay/domain";

import { alipayFactory } from "./alipay/alipay-channel.ts";
import type { ChannelFactory } from "./channel-factory.ts";
import { mockFactory } from "./mock/mock-channel.ts";
import { wechatFactory } from "./wechat/wechat-channel.ts";

/** The register: a channel is its folder and its line here. */
export const channelFactories: Readonly<Record<ChannelName, ChannelFactory>> = {
  wechat: wechatFactory,
  alipay: alipayFactory,
  mock: mockFactory,
};
