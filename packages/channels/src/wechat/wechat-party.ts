import type { Method } from "@compose-pay/domain";
import { z } from "zod";

import type { WechatCredentials } from "./wechat-credentials.ts";

/**
 * Who sells: a merchant for itself, or a service provider for one of its merchants (WeChat Pay APIv3, 服务商).
 * Both sign with their own number; the members that name them differ.
 */
export interface WechatParty {
  /** Orders live under it, those of service providers apart from the others. */
  readonly ordersPath: "/v3/pay/transactions" | "/v3/pay/partner/transactions";
  /** The members of a query and of a close. */
  readonly numbers: Readonly<Record<string, string>>;
  /** The members on top of a refund's. */
  readonly refundMembers: Readonly<Record<string, string>>;
  /** The shop of a till, in the merchant's own numbers. */
  readonly storeOutId: string;
  /** The members of a create and of a reverse. */
  orderMembers(method: Method): Readonly<Record<string, string>>;
  /** The member that names the customer, known under the appid of `clientAppid`. */
  payer(openid: string): Readonly<Record<string, string>>;
  /** The appid that the customer's page or app pays under. */
  clientAppid(method: Method): string;
  /** Whether the members of a transaction name this account. */
  ownsTransaction(told: PartyMembers): boolean;
  /** The same for a refund's notification, which tells no appid. */
  ownsRefund(told: PartyMembers): boolean;
}

const id = z.string().optional();

/** Where WeChat Pay says who sold; which of them are there depends on the party. */
export const partyMembers = {
  appid: id,
  mchid: id,
  sp_appid: id,
  sp_mchid: id,
  sub_appid: id,
  sub_mchid: id,
};

export type PartyMembers = { readonly [Name in keyof typeof partyMembers]?: string | undefined };

export function partyOf(credentials: WechatCredentials): WechatParty {
  return credentials.subMchid === null ? merchant(credentials) : provider(credentials, credentials.subMchid);
}

function merchant(credentials: WechatCredentials): WechatParty {
  const { mchid } = credentials;
  const owns = (told: PartyMembers) => told.mchid === mchid;
  return {
    ordersPath: "/v3/pay/transactions",
    numbers: { mchid },
    refundMembers: {},
    storeOutId: credentials.storeOutId ?? mchid,
    orderMembers: (method) => ({ appid: appidFor(credentials, method), mchid }),
    payer: (openid) => ({ openid }),
    clientAppid: (method) => appidFor(credentials, method),
    ownsTransaction: (told) => owns(told) && isOneOf(credentials, told.appid),
    ownsRefund: owns,
  };
}

function provider(credentials: WechatCredentials, subMchid: string): WechatParty {
  const { mchid, subAppid } = credentials;
  const numbers = { sp_mchid: mchid, sub_mchid: subMchid };
  const sub = subAppid === null ? {} : { sub_appid: subAppid };
  const owns = (told: PartyMembers) => told.sp_mchid === mchid && told.sub_mchid === subMchid;
  return {
    ordersPath: "/v3/pay/partner/transactions",
    numbers,
    refundMembers: { sub_mchid: subMchid },
    storeOutId: credentials.storeOutId ?? subMchid,
    orderMembers: (method) => ({ sp_appid: appidFor(credentials, method), ...numbers, ...sub }),
    payer: (openid) => (subAppid === null ? { sp_openid: openid } : { sub_openid: openid }),
    clientAppid: (method) => subAppid ?? appidFor(credentials, method),
    ownsTransaction: (told) =>
      owns(told) &&
      isOneOf(credentials, told.sp_appid) &&
      (subAppid === null || told.sub_appid === undefined || told.sub_appid === subAppid),
    ownsRefund: owns,
  };
}

function appidFor({ appid, miniAppid, appAppid }: WechatCredentials, method: Method): string {
  if (method === "wechat_mini") return miniAppid ?? appid;
  return method === "wechat_app" ? (appAppid ?? appid) : appid;
}

function isOneOf({ appid, miniAppid, appAppid }: WechatCredentials, told: string | undefined): boolean {
  return told !== undefined && [appid, miniAppid, appAppid].includes(told);
}
