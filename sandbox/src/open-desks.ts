import type { DatabaseSync } from "node:sqlite";
import type { DemoAccounts } from "./account-directory.ts";
import { openAccountDirectory } from "./account-directory.ts";
import { openAlipay } from "./alipay/open-alipay.ts";
import type { AppParts } from "./app.ts";
import { openBillFiles } from "./bills/bill-files.ts";
import { createBillLinks } from "./bills/bill-links.ts";
import { openBillKnobs } from "./bills/bill-knobs.ts";
import { createBills } from "./bills/bills.ts";
import { withFilledOrders } from "./bills/filled-orders.ts";
import { openLedger } from "./bills/ledger.ts";
import { createAutopay } from "./core/autopay.ts";
import { openClock } from "./core/clock.ts";
import { openDocuments } from "./core/documents.ts";
import { createFaults } from "./core/faults.ts";
import { openNotificationLog } from "./core/notification-log.ts";
import { Notifier } from "./core/notifier.ts";
import { openOrderStore } from "./core/order-store.ts";
import { createPayer } from "./core/payer.ts";
import { openRefundStore } from "./core/refund-store.ts";
import { Refunds } from "./core/refunds.ts";
import { openWechat } from "./wechat/open-wechat.ts";

export type DeskOptions = {
  readonly demo: DemoAccounts;
  /** Where merchants reach the sandbox. */
  readonly url: () => string;
  readonly httpNotifyHosts: readonly string[];
  /** How long a refund takes unless a tester says so. */
  readonly refundDelayMs: number;
  /** Where bills lie while they are asked for; emptied at the start. */
  readonly billDir: string;
};

/** Puts both channels and the controls together on one database. */
export async function openDesks(database: DatabaseSync, options: DeskOptions): Promise<AppParts> {
  const documents = openDocuments(database);
  const clock = openClock(documents);
  const store = openRefundStore(database);
  const [wechat, alipay] = await Promise.all([
    openWechat(documents, clock),
    openAlipay({ documents, clock, refunds: store }),
  ]);
  const accounts = await openAccountDirectory({ demo: options.demo, url: options.url, wechat, alipay });
  const rules = { wechat: wechat.rules, alipay: alipay.rules };

  const knobs = openBillKnobs(documents);
  const orders = withFilledOrders(openOrderStore(database, clock), knobs, (channel) =>
    channel === "wechat"
      ? wechat.accounts.list().map(({ mchid }) => mchid)
      : alipay.accounts.list().map(({ appId }) => appId),
  );
  const log = openNotificationLog(database);
  const notifier = new Notifier({ clock, log, orders, rules });
  const refunds = new Refunds({ clock, store, orders, notifier, rules, delayMs: options.refundDelayMs });
  const payer = createPayer({ clock, orders, notifier, rules });
  const autopay = createAutopay(payer);
  const faults = createFaults(Math.random);

  const bills = createBills({
    clock,
    documents,
    ledger: openLedger(database),
    files: openBillFiles(options.billDir),
    refunds,
    knobs,
    demoAccounts: { wechat: options.demo.wechat.mchid, alipay: options.demo.alipay.appId },
  });
  const billLinks = createBillLinks(clock);

  const shared = { clock, orders, refunds, payer, autopay, faults, bills, billLinks };
  const alipayDesk = { ...shared, ...alipay, url: options.url };
  const wechatDesk = { ...shared, ...wechat, url: options.url, httpNotifyHosts: options.httpNotifyHosts };
  return {
    control: { ...shared, log, notifier, rules, alipay: alipayDesk, wechat: wechatDesk, accounts },
    wechat: wechatDesk,
    alipay: alipayDesk,
  };
}
