import type { Reply } from "../core/answer.ts";
import { fingerprint } from "../core/fingerprint.ts";
import type { NewOrder, Order } from "../core/order.ts";
import type { WechatAccount } from "./account.ts";
import { decideCodepay, refuseAuthCode } from "./codepay.ts";
import type { WechatDetails } from "./order-details.ts";
import { expiry, maxLifeMs, tooLong } from "./order-expiry.ts";
import type { OrderRequest } from "./order-request.ts";
import { payCodeOf, prepaid } from "./prepaid.ts";
import type { Product } from "./product.ts";
import { tradeTypes } from "./product.ts";
import { refusals } from "./refusal.ts";
import type { WechatDesk } from "./wechat-desk.ts";

/** A merchant's clock may be this far ahead of the sandbox's when it asks for the longest life. */
const graceMs = 5 * 60 * 1000;

/**
 * Creates an order, or answers for the one that is there: the same parameters give the same answer,
 * other parameters or another product OUT_TRADE_NO_USED (403), a paid order ORDER_PAID, a closed one
 * ORDER_CLOSED. The account may speak for the request's parties.
 */
export function createOrder(
  desk: WechatDesk,
  account: WechatAccount,
  { product, request }: { readonly product: Product; readonly request: OrderRequest },
): Reply {
  const key = { channel: "wechat", account: account.mchid, outTradeNo: request.out_trade_no } as const;
  const print = fingerprint({ product: tradeTypes[product], request });
  const existing = desk.orders.find(key);
  if (existing !== null) return answerAgain(desk, existing, { product, print });
  const refused = refuseAuthCode(request.payer?.auth_code);
  if (refused !== null) return refused;
  const now = desk.clock.now();
  const expiresAt = expiry(product, request, { now, offsetMs: desk.clock.offsetMs() });
  if (expiresAt - now > maxLifeMs + graceMs) return tooLong(request);
  const order = desk.orders.insert(
    newOrder(account, request, { product, fingerprint: print, createdAt: now, expiresAt }),
  );
  return product === "codepay"
    ? decideCodepay(desk, order, request.payer?.auth_code ?? "")
    : prepaid(desk, product, order);
}

function answerAgain(
  desk: WechatDesk,
  existing: Order,
  { product, print }: { readonly product: Product; readonly print: string },
): Reply {
  if (existing.fingerprint !== print) return refusals.numberUsed;
  switch (existing.status) {
    case "paid":
      return refusals.orderPaid;
    case "closed":
      return refusals.orderClosed;
    case "waiting":
      return product === "codepay" ? refusals.userPaying : prepaid(desk, product, existing);
  }
}

type Rest = Pick<NewOrder, "fingerprint" | "createdAt" | "expiresAt"> & { readonly product: Product };

function newOrder(account: WechatAccount, request: OrderRequest, { product, ...rest }: Rest): NewOrder {
  const { auth_code: _spent, ...payer } = request.payer ?? {};
  const details = {
    appid: account.appid,
    attach: request.attach,
    subMchid: request.sub_mchid,
    subAppid: request.sub_appid,
    payer: Object.keys(payer).length === 0 ? undefined : defined(payer),
    deviceId: request.scene_info?.device_id,
  } satisfies WechatDetails;
  return {
    channel: "wechat",
    account: account.mchid,
    outTradeNo: request.out_trade_no,
    product: tradeTypes[product],
    amount: request.amount.total,
    subject: request.description,
    details: JSON.stringify(details),
    notifyUrl: request.notify_url ?? null,
    payCode: payCodeOf(product, {
      mchid: account.mchid,
      outTradeNo: request.out_trade_no,
      now: rest.createdAt,
    }),
    ...rest,
  };
}

function defined(members: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).filter((member): member is [string, string] => member[1] !== undefined),
  );
}
