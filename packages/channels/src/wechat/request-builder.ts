import type { BillType } from "@compose-pay/domain";

import type { BillOrder } from "../bill.ts";
import type { OrderReference, OrderToCreate } from "../channel.ts";
import { assertOutTradeNo } from "../out-trade-no.ts";
import type { AbnormalRefundOrder, RefundReference, RefundToMake } from "../refund.ts";
import { abnormalRefundBody } from "./abnormal-refund-body.ts";
import type { EncryptionKey } from "./crypto/platform-keys.ts";
import type { SignableRequest } from "./crypto/request-signature.ts";
import { codepayOrder, h5Scene, openidOf, prepaidOrder } from "./order-body.ts";
import { createPackagedRequests } from "./packaged-requests.ts";
import { refundBody } from "./refund-body.ts";
import type { WechatCredentials } from "./wechat-credentials.ts";
import { partyOf, type WechatParty } from "./wechat-party.ts";
import { productOf } from "./wechat-product.ts";

/** Makes the requests of WeChat Pay APIv3: method, path and body, unsigned and unsent. */
export interface WechatRequestBuilder {
  create(order: OrderToCreate): Promise<SignableRequest>;
  query(outTradeNo: string): Promise<SignableRequest>;
  /** By WeChat Pay's own number. */
  queryById(transactionId: string): SignableRequest;
  close(outTradeNo: string): Promise<SignableRequest>;
  /** 撤销 of a 付款码 order. */
  reverse(order: OrderReference): SignableRequest;
  refund(refund: RefundToMake): Promise<SignableRequest>;
  queryRefund(refund: RefundReference): Promise<SignableRequest>;
  settleAbnormalRefund(order: AbnormalRefundOrder, key: EncryptionKey | null): SignableRequest;
  certificates(): SignableRequest;
  /** Asks where the bill of a day lies. */
  bill(order: Pick<BillOrder, "type" | "date">): SignableRequest;
}

const refundsPath = "/v3/refund/domestic/refunds";

/** The package makes what it can, for merchants; the rest, and service providers' requests, are made here. */
export function createRequestBuilder(credentials: WechatCredentials): WechatRequestBuilder {
  const party = partyOf(credentials);
  const packaged = createPackagedRequests(credentials);
  const own = {
    reverse: (order: OrderReference) =>
      post(`${orderPath(party, order.outTradeNo)}/reverse`, party.orderMembers(order.method)),
    settleAbnormalRefund: (order: AbnormalRefundOrder, key: EncryptionKey | null) =>
      post(`${refundsPath}/${channelNumber(order.channelRefundNo)}/apply-abnormal-refund`, {
        ...party.refundMembers,
        ...abnormalRefundBody(order, key),
      }),
    certificates: () => get("/v3/certificates"),
    bill: ({ type, date }: Pick<BillOrder, "type" | "date">) => billRequest(party, type, date),
    queryById: (transactionId: string) =>
      get(`${party.ordersPath}/id/${channelNumber(transactionId)}`, party.numbers),
  };
  if (credentials.subMchid !== null) return { ...own, ...providerRequests(party) };
  return {
    ...own,
    ...packaged,
    create: async (order) =>
      productOf(order.method) === "codepay" ? createOf(party, order) : packaged.create(order),
  };
}

function providerRequests(party: WechatParty) {
  return {
    create: async (order: OrderToCreate) => createOf(party, order),
    query: async (outTradeNo: string) => get(orderPath(party, outTradeNo), party.numbers),
    close: async (outTradeNo: string) => post(`${orderPath(party, outTradeNo)}/close`, party.numbers),
    refund: async (refund: RefundToMake) =>
      post(refundsPath, { ...party.refundMembers, ...refundBody(refund) }),
    queryRefund: async ({ outRefundNo }: RefundReference) => {
      assertOutTradeNo(outRefundNo);
      return get(`${refundsPath}/${outRefundNo}`, party.refundMembers);
    },
  };
}

function createOf(party: WechatParty, order: OrderToCreate): SignableRequest {
  const product = productOf(order.method);
  const body = product === "codepay" ? codepayOrder(order, party.storeOutId) : prepaidOrder(order);
  return post(`${party.ordersPath}/${product}`, {
    ...party.orderMembers(order.method),
    ...body,
    ...(product === "jsapi" && { payer: party.payer(openidOf(order)) }),
    ...(product === "h5" && { scene_info: h5Scene(order) }),
  });
}

function orderPath({ ordersPath }: WechatParty, outTradeNo: string): string {
  assertOutTradeNo(outTradeNo);
  return `${ordersPath}/out-trade-no/${outTradeNo}`;
}

/** WeChat Pay's own numbers stand in paths too. */
function channelNumber(text: string): string {
  if (!/^[0-9A-Za-z]{1,64}$/.test(text))
    throw new Error("a number of WeChat Pay has letters and digits alone");
  return text;
}

/** Of all sales and refunds, or of the account that they settle to. */
function billRequest(party: WechatParty, type: BillType, date: string): SignableRequest {
  const day = { bill_date: date, tar_type: "GZIP" };
  switch (type) {
    case "trade":
      return get("/v3/bill/tradebill", { ...day, bill_type: "ALL", ...party.refundMembers });
    case "fund_flow":
      return get("/v3/bill/fundflowbill", { ...day, account_type: "BASIC" });
  }
}

function get(path: string, query: Readonly<Record<string, string>> = {}): SignableRequest {
  const text = new URLSearchParams(query).toString();
  return { method: "GET", target: text === "" ? path : `${path}?${text}`, body: "" };
}

function post(target: string, body: Readonly<Record<string, unknown>>): SignableRequest {
  return { method: "POST", target, body: JSON.stringify(body) };
}
