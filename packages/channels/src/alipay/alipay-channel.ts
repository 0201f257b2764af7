import { largestAmount } from "@compose-pay/domain";

import { faultsOf } from "../account-faults.ts";
import type { Channel } from "../channel.ts";
import type { ChannelEnvironment } from "../channel-environment.ts";
import type { AccountFault, AccountPart, ChannelFactory } from "../channel-factory.ts";
import { createHttpCore } from "../http/http-core.ts";
import { startRun } from "../operation-run.ts";
import { unserved } from "../unserved.ts";
import { type AlipayCredentials, alipayCredentials } from "./alipay-credentials.ts";
import { createAlipayGateway } from "./alipay-gateway.ts";
import { readAlipayNotification } from "./alipay-notification.ts";
import { precreateOrder, queryOrder } from "./alipay-orders.ts";
import { closeOrder } from "./close-order.ts";
import { createRequestBuilder } from "./request-builder.ts";

/** Alipay OpenAPI over its gateway, with Alipay's public key. */
export const alipayFactory: ChannelFactory = {
  identityFields: ["app_id", "seller_id"],
  prepare: (part) => {
    const parsed = alipayCredentials.safeParse(part.credentials);
    const faults = [...gatewayFaults(part), ...(parsed.error ? faultsOf(parsed.error, ["credentials"]) : [])];
    if (faults.length > 0 || !parsed.success || part.baseUrl === null) return { kind: "invalid", faults };
    const gateway = part.baseUrl;
    return { kind: "ready", open: (environment) => openAlipay(parsed.data, gateway, environment) };
  },
};

function openAlipay(credentials: AlipayCredentials, address: URL, environment: ChannelEnvironment): Channel {
  const http = createHttpCore(address.origin, { connections: environment.connections });
  const path = address.pathname === "/" ? gatewayPath : address.pathname;
  const gateway = createAlipayGateway(
    { credentials, http, builder: createRequestBuilder(credentials), path },
    environment,
  );
  const parts = { gateway, clock: environment.clock };
  return {
    name: "alipay",
    methods: ["alipay_qr"],
    limits: { minAmount: 1, maxAmount: largestAmount },
    create: (order) => precreateOrder(parts, order, startRun("create", environment)),
    query: (order) => queryOrder(parts, order, startRun("query", environment)),
    close: (order) => closeOrder(parts, order, startRun("close", environment)),
    ...unserved(environment),
    readNotification: (raw, now) => readAlipayNotification(raw, now, credentials),
    dispose: () => http.dispose(),
  };
}

const gatewayPath = "/gateway.do";

/** An origin alone stands for its `/gateway.do`. */
function gatewayFaults({ baseUrl }: AccountPart): readonly AccountFault[] {
  const example = `https://openapi.alipay.com${gatewayPath}`;
  if (baseUrl === null) return [{ field: "base_url", message: `is needed, e.g. ${example}` }];
  const isPlain = baseUrl.search === "" && baseUrl.hash === "";
  return isPlain ? [] : [{ field: "base_url", message: `has no query: ${example}` }];
}
