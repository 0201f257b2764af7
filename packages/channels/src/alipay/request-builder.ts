import type { KeyObject } from "node:crypto";

import { AlipaySdk } from "alipay-sdk";

import type { OrderToCreate } from "../channel.ts";
import { chinaDateTime } from "../china-time.ts";
import { assertOutTradeNo } from "../out-trade-no.ts";
import { yuanOf } from "./yuan.ts";

/** A call of the gateway, before it is signed. */
export interface AlipayCommand {
  /** `alipay.trade.query` */
  readonly method: string;
  readonly notifyUrl: string | null;
  /** Snake case, as the protocol has it, and no empty values. */
  readonly bizContent: Readonly<Record<string, string>>;
}

/** A signed call: what goes into the URL, and what goes into the form body. Both are encoded already. */
export interface SignedCommand {
  readonly query: string;
  readonly form: string;
}

export interface AlipayRequestBuilder {
  sign(command: AlipayCommand, now: Date): SignedCommand;
}

/**
 * `alipay-sdk` assembles and signs the parameters; its transport is not used, because it hides the bytes
 * that the answer's signature covers.
 */
export function createRequestBuilder(account: {
  appId: string;
  privateKey: KeyObject;
}): AlipayRequestBuilder {
  const sdk = new AlipaySdk({ appId: account.appId, privateKey: "set below", camelcase: false });
  // The SDK would parse a PEM for each signature; Node's signer, which it calls, takes a key as well.
  Object.assign(sdk.config, { privateKey: account.privateKey });
  return {
    sign: ({ method, notifyUrl, bizContent }, now) => {
      const parameters = {
        // The SDK's own would be in the time zone of the process.
        timestamp: chinaDateTime(now),
        ...(notifyUrl !== null && { notify_url: notifyUrl }),
        biz_content: bizContent,
      };
      return split(sdk.sdkExecute(method, parameters, { bizContentAutoSnakeCase: false }));
    },
  };
}

/** Alipay OpenAPI, `alipay.trade.precreate`: a QR code that the customer scans. */
export function precreate(order: OrderToCreate): AlipayCommand {
  assertOutTradeNo(order.outTradeNo);
  return {
    method: "alipay.trade.precreate",
    notifyUrl: order.notifyUrl,
    bizContent: {
      out_trade_no: order.outTradeNo,
      total_amount: yuanOf(order.money.amount),
      subject: plain(order.subject),
      product_code: "QR_CODE_OFFLINE",
      time_expire: chinaDateTime(order.expiresAt),
      ...(order.description && { body: order.description.slice(0, longestBody).toWellFormed() }),
    },
  };
}

/** `alipay.trade.query`, `.close` and `.cancel` name the order in the same way. */
export function byNumber(verb: "query" | "close" | "cancel", outTradeNo: string): AlipayCommand {
  assertOutTradeNo(outTradeNo);
  return { method: `alipay.trade.${verb}`, notifyUrl: null, bizContent: { out_trade_no: outTradeNo } };
}

const longestBody = 128;

/** Alipay refuses `/ = &` in a subject; their full-width forms read the same. */
function plain(subject: string): string {
  return subject.replaceAll("/", "／").replaceAll("=", "＝").replaceAll("&", "＆").toWellFormed();
}

/** The SDK sends the business content as the body and all else in the URL, as the gateway wants it. */
function split(signed: string): SignedCommand {
  const parts = signed.split("&");
  return {
    query: parts.filter((part) => !isForm(part)).join("&"),
    form: parts.filter(isForm).join("&"),
  };
}

function isForm(part: string): boolean {
  return part.startsWith("biz_content=");
}
