import type { Autopay } from "../core/autopay.ts";
import type { Clock } from "../core/clock.ts";
import type { Faults } from "../core/faults.ts";
import type { OrderStore } from "../core/order-store.ts";
import type { WechatAccounts } from "./account.ts";
import type { WechatPlatform } from "./platform.ts";

/** Everything a WeChat Pay call may need. */
export type WechatDesk = {
  readonly clock: Clock;
  readonly orders: OrderStore;
  readonly autopay: Autopay;
  readonly faults: Faults;
  readonly platform: WechatPlatform;
  readonly accounts: WechatAccounts;
  /** Host names beside loopback that may be notified over plain http. */
  readonly httpNotifyHosts: readonly string[];
};
