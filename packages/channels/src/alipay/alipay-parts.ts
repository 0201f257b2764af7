import type { Clock } from "@compose-pay/runtime";

import type { AlipayCredentials } from "./alipay-credentials.ts";
import type { AlipayGateway } from "./alipay-gateway.ts";
import type { AlipayTrust } from "./alipay-trust.ts";
import type { AlipayRequestBuilder } from "./request-builder.ts";

/** What the operations of one account share. */
export interface AlipayParts {
  readonly credentials: AlipayCredentials;
  readonly gateway: AlipayGateway;
  readonly trust: AlipayTrust;
  readonly builder: AlipayRequestBuilder;
  /** Without a query: what pages are signed for. */
  readonly gatewayUrl: string;
  readonly clock: Clock;
}
