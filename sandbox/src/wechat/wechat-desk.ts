import type { BillLinks } from "../bills/bill-links.ts";
import type { Bills } from "../bills/bills.ts";
import type { Autopay } from "../core/autopay.ts";
import type { Clock } from "../core/clock.ts";
import type { Faults } from "../core/faults.ts";
import type { OrderStore } from "../core/order-store.ts";
import type { Payer } from "../core/payer.ts";
import type { Refunds } from "../core/refunds.ts";
import type { WechatAccounts } from "./account.ts";
import type { WechatKnobs } from "./knobs.ts";
import type { NotificationSigning } from "./notification-signing.ts";
import type { WechatPlatform } from "./platform.ts";
import type { RefundRules } from "./refund-rules.ts";

/** Everything a WeChat Pay call may need. */
export type WechatDesk = {
  readonly clock: Clock;
  readonly orders: OrderStore;
  readonly autopay: Autopay;
  readonly faults: Faults;
  readonly platform: WechatPlatform;
  readonly signing: NotificationSigning;
  readonly accounts: WechatAccounts;
  readonly payer: Payer;
  readonly refunds: Refunds;
  readonly refundRules: RefundRules;
  readonly knobs: WechatKnobs;
  readonly bills: Bills;
  readonly billLinks: BillLinks;
  /** Where browsers and merchants reach the sandbox, without a slash at the end. */
  readonly url: () => string;
  /** Host names beside loopback that may be notified over plain http. */
  readonly httpNotifyHosts: readonly string[];
};
