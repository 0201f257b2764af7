import type { Clock } from "@compose-pay/runtime";

import type { WechatRequestBuilder } from "./request-builder.ts";
import type { WechatCredentials } from "./wechat-credentials.ts";
import type { WechatGateway } from "./wechat-gateway.ts";
import type { WechatParty } from "./wechat-party.ts";

/** What every operation of one account works with. */
export interface WechatParts {
  readonly credentials: WechatCredentials;
  readonly party: WechatParty;
  readonly gateway: WechatGateway;
  readonly build: WechatRequestBuilder;
  readonly clock: Clock;
}
