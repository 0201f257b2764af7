import { largestAmount } from "@compose-pay/domain";

import { faultsOf } from "../account-faults.ts";
import type { Channel } from "../channel.ts";
import type { ChannelEnvironment } from "../channel-environment.ts";
import type { AccountFault, AccountPart, ChannelFactory } from "../channel-factory.ts";
import { createHttpCore } from "../http/http-core.ts";
import { startRun } from "../operation-run.ts";
import { unserved } from "../unserved.ts";
import { createRequestBuilder } from "./request-builder.ts";
import { type WechatCredentials, wechatCredentials } from "./wechat-credentials.ts";
import { createWechatGateway } from "./wechat-gateway.ts";
import { readWechatNotification } from "./wechat-notification.ts";
import { closeOrder, createNative, queryOrder } from "./wechat-orders.ts";

/** WeChat Pay APIv3 for direct merchants. */
export const wechatFactory: ChannelFactory = {
  identityFields: ["mchid", "appid"],
  prepare: (part) => {
    const parsed = wechatCredentials.safeParse(part.credentials);
    const faults = [...originFaults(part), ...(parsed.error ? faultsOf(parsed.error, ["credentials"]) : [])];
    if (faults.length > 0 || !parsed.success || part.baseUrl === null) return { kind: "invalid", faults };
    const { origin } = part.baseUrl;
    return { kind: "ready", open: (environment) => openWechat(parsed.data, origin, environment) };
  },
};

function openWechat(
  credentials: WechatCredentials,
  origin: string,
  environment: ChannelEnvironment,
): Channel {
  const http = createHttpCore(origin, { connections: environment.connections });
  const gateway = createWechatGateway(credentials, http, environment);
  const parts = { credentials, gateway, build: createRequestBuilder(credentials) };
  return {
    name: "wechat",
    methods: ["wechat_native"],
    limits: { minAmount: 1, maxAmount: largestAmount },
    create: (order) => createNative(parts, order, startRun("create", environment)),
    query: (order) => queryOrder(parts, order, startRun("query", environment)),
    close: (order) => closeOrder(parts, order, startRun("close", environment)),
    ...unserved(environment),
    readNotification: (raw, now) => readWechatNotification(raw, now, credentials),
    dispose: () => http.dispose(),
  };
}

/** The path of a request is under its signature, so the address can have none of its own. */
function originFaults({ baseUrl }: AccountPart): readonly AccountFault[] {
  if (baseUrl === null)
    return [{ field: "base_url", message: "is needed, e.g. https://api.mch.weixin.qq.com" }];
  const isOrigin = baseUrl.pathname === "/" && baseUrl.search === "" && baseUrl.hash === "";
  return isOrigin ? [] : [{ field: "base_url", message: "has no path: https://api.mch.weixin.qq.com" }];
}
