import type { Server } from "node:http";
import { openAccountDirectory, defaultAccounts } from "./account-directory.ts";
import type { DemoAccounts } from "./account-directory.ts";
import { openAlipayAccounts } from "./alipay/account.ts";
import { createAlipayRules } from "./alipay/alipay-rules.ts";
import { openAlipayPlatform } from "./alipay/platform.ts";
import type { AccountFiles, ControlDesk } from "./control/control-desk.ts";
import { createAutopay } from "./core/autopay.ts";
import type { ChannelName } from "./core/channel-name.ts";
import type { ChannelRules } from "./core/channel-rules.ts";
import { openClock } from "./core/clock.ts";
import { openDatabase } from "./core/database.ts";
import { openDocuments } from "./core/documents.ts";
import { createFaults } from "./core/faults.ts";
import { openNotificationLog } from "./core/notification-log.ts";
import { Notifier } from "./core/notifier.ts";
import { openOrderStore } from "./core/order-store.ts";
import { createPayer } from "./core/payer.ts";
import { openRefundStore } from "./core/refund-store.ts";
import { createApp } from "./app.ts";
import { listen, stopListening, urlOf } from "./listen.ts";
import { openWechatAccounts } from "./wechat/account.ts";
import { createNotificationSigning } from "./wechat/notification-signing.ts";
import { openPlatform } from "./wechat/platform.ts";
import { createWechatRules } from "./wechat/wechat-rules.ts";

export type SandboxOptions = {
  readonly host?: string | undefined;
  /** 0 = any free port. */
  readonly port?: number | undefined;
  /** Keys, accounts, orders and notifications live here and survive a restart. */
  readonly dataDir: string;
  /** Where merchants reach the sandbox; the address it listens on unless given. */
  readonly publicUrl?: string | undefined;
  readonly accounts?: Partial<DemoAccounts> | undefined;
  /** Host names beside loopback that WeChat notifications may reach over plain http. */
  readonly httpNotifyHosts?: readonly string[] | undefined;
};

export type Sandbox = {
  readonly url: string;
  /** The demo accounts, as a merchant's system is configured with them. */
  accounts(): AccountFiles;
  /** Stops listening, cuts what is under way and closes the data. */
  close(): Promise<void>;
};

/** Starts both channels on one port. The first start in a `dataDir` makes the keys, which takes a second. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const database = openDatabase(options.dataDir);
  const documents = openDocuments(database);
  const clock = openClock(documents);
  const place = { url: options.publicUrl ?? "" };
  const [wechatPlatform, alipayPlatform] = await Promise.all([
    openPlatform(documents, clock.now()),
    openAlipayPlatform(documents),
  ]);
  const wechatAccounts = openWechatAccounts(documents, wechatPlatform, clock);
  const alipayAccounts = openAlipayAccounts(documents);
  const accounts = await openAccountDirectory({
    demo: { ...defaultAccounts, ...options.accounts },
    url: () => place.url,
    wechat: { accounts: wechatAccounts, platform: wechatPlatform },
    alipay: { accounts: alipayAccounts, platform: alipayPlatform },
  });
  const wechatSigning = createNotificationSigning(wechatPlatform, 1, Math.random);
  const rules: Record<ChannelName, ChannelRules> = {
    wechat: createWechatRules({ clock, accounts: wechatAccounts, signing: wechatSigning }),
    alipay: createAlipayRules({ clock, accounts: alipayAccounts, platform: alipayPlatform }),
  };
  const orders = openOrderStore(database, clock);
  const log = openNotificationLog(database);
  const notifier = new Notifier({ clock, log, orders, rules });
  const payer = createPayer({ clock, orders, notifier, rules });
  const refunds = openRefundStore(database, clock);
  const autopay = createAutopay(payer);
  const faults = createFaults(Math.random);
  const control: ControlDesk = {
    clock,
    orders,
    refunds,
    log,
    notifier,
    payer,
    faults,
    autopay,
    rules,
    wechatSigning,
    accounts,
  };
  const shared = { clock, orders, autopay, faults };
  const app = createApp({
    control,
    wechat: {
      ...shared,
      platform: wechatPlatform,
      accounts: wechatAccounts,
      httpNotifyHosts: options.httpNotifyHosts ?? [],
    },
  });
  const server: Server = await listen(app, options.port ?? 0, options.host ?? "127.0.0.1");
  const url = urlOf(server);
  place.url = options.publicUrl ?? url;
  notifier.pump();
  return {
    url,
    accounts: () => accounts.demo(),
    async close() {
      autopay.close();
      await stopListening(server);
      await notifier.close();
      database.close();
    },
  };
}
