import type { AlipayAccountFile, AlipayCertificateAccountFile } from "../alipay/account-file.ts";
import type { AlipayDesk } from "../alipay/alipay-desk.ts";
import type { Autopay } from "../core/autopay.ts";
import type { ChannelName } from "../core/channel-name.ts";
import type { ChannelRules } from "../core/channel-rules.ts";
import type { Clock } from "../core/clock.ts";
import type { Faults } from "../core/faults.ts";
import type { NotificationLog } from "../core/notification-log.ts";
import type { Notifier } from "../core/notifier.ts";
import type { OrderStore } from "../core/order-store.ts";
import type { Payer } from "../core/payer.ts";
import type { Refunds } from "../core/refunds.ts";
import type { WechatAccountFile } from "../wechat/account-file.ts";
import type { WechatDesk } from "../wechat/wechat-desk.ts";
import type { NewAccount } from "./new-account.ts";

export type AccountFiles = { readonly wechat: WechatAccountFile; readonly alipay: AlipayAccountFile };

/** The accounts of both channels as their merchants' systems are configured. */
export type AccountDirectory = {
  /** The demo accounts, which are there from the first start. */
  demo(): AccountFiles;
  /** Opens another account of the channel. */
  open(wish: NewAccount): Promise<WechatAccountFile | AlipayAccountFile | AlipayCertificateAccountFile>;
};

/** Everything that testers and payers may reach. */
export type ControlDesk = {
  readonly clock: Clock;
  readonly orders: OrderStore;
  readonly refunds: Refunds;
  readonly log: NotificationLog;
  readonly notifier: Notifier;
  readonly payer: Payer;
  readonly faults: Faults;
  readonly autopay: Autopay;
  readonly rules: Readonly<Record<ChannelName, ChannelRules>>;
  readonly alipay: AlipayDesk;
  readonly wechat: WechatDesk;
  readonly accounts: AccountDirectory;
};
