import type { BillLinks } from "../bills/bill-links.ts";
import type { Bills } from "../bills/bills.ts";
import type { Autopay } from "../core/autopay.ts";
import type { Clock } from "../core/clock.ts";
import type { Faults } from "../core/faults.ts";
import type { OrderStore } from "../core/order-store.ts";
import type { Payer } from "../core/payer.ts";
import type { Refunds } from "../core/refunds.ts";
import type { AlipayAccounts } from "./account.ts";
import type { AlipayKnobs } from "./knobs.ts";
import type { AlipayPlatform } from "./platform.ts";

/** Everything an Alipay call may need. */
export type AlipayDesk = {
  readonly clock: Clock;
  readonly orders: OrderStore;
  readonly refunds: Refunds;
  readonly payer: Payer;
  readonly autopay: Autopay;
  readonly faults: Faults;
  readonly platform: AlipayPlatform;
  readonly accounts: AlipayAccounts;
  readonly knobs: AlipayKnobs;
  readonly bills: Bills;
  readonly billLinks: BillLinks;
  /** Where merchants reach the sandbox, without a slash at the end. */
  readonly url: () => string;
};
