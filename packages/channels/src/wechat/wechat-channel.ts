import { isBarcode, largestAmount } from "@compose-pay/domain";

import { faultsOf } from "../account-faults.ts";
import type { Channel } from "../channel.ts";
import type { ChannelEnvironment } from "../channel-environment.ts";
import type { ChannelFactory } from "../channel-factory.ts";
import { piecesOf } from "../bill-file/file-pieces.ts";
import { startRun } from "../operation-run.ts";
import { readWechatFundFlow, readWechatTradeBill } from "./bill/read-wechat-bill.ts";
import { checkAccount } from "./account-check.ts";
import { chargeCode } from "./charge-code.ts";
import { closeOrder } from "./close-order.ts";
import { createOrder } from "./create-order.ts";
import { fetchBill, wechatBillReadyAt } from "./fetch-bill.ts";
import { fetchCertificates } from "./fetch-certificates.ts";
import { queryOrder } from "./query-order.ts";
import { createRequestBuilder } from "./request-builder.ts";
import { reverseOrder } from "./reverse-order.ts";
import { withDownloaded } from "./trusted-certificates.ts";
import { type WechatCredentials, wechatCredentials } from "./wechat-credentials.ts";
import { wechatForm } from "./wechat-form.ts";
import { createWechatGateway } from "./wechat-gateway.ts";
import { hostFaults, openWechatHosts } from "./wechat-hosts.ts";
import { readWechatNotification } from "./wechat-notification.ts";
import { partyOf } from "./wechat-party.ts";
import { wechatMethods } from "./wechat-product.ts";
import { makeRefund, queryRefund, settleAbnormalRefund } from "./wechat-refunds.ts";

/** WeChat Pay APIv3, for merchants and for service providers. */
export const wechatFactory: ChannelFactory = {
  identityFields: ["mchid", "appid", "sub_mchid"],
  form: wechatForm,
  prepare: (part) => {
    const parsed = wechatCredentials.safeParse(part.credentials);
    const faults = [
      ...hostFaults(part, parsed.data?.backupBaseUrl ?? null),
      ...(parsed.error ? faultsOf(parsed.error, ["credentials"]) : []),
    ];
    if (faults.length > 0 || !parsed.success || part.baseUrl === null) return { kind: "invalid", faults };
    const { origin } = part.baseUrl;
    return { kind: "ready", open: (environment) => openWechat(parsed.data, origin, environment) };
  },
};

function openWechat(given: WechatCredentials, origin: string, environment: ChannelEnvironment): Channel {
  const credentials = withDownloaded(given, environment.certificates);
  const party = partyOf(credentials);
  const http = openWechatHosts(origin, credentials, environment.connections);
  const gateway = createWechatGateway(credentials, http, environment);
  const build = createRequestBuilder(credentials);
  const parts = { credentials, party, gateway, build, clock: environment.clock };
  const bills = { origin, limits: environment.billDownload };
  const run = (operation: Parameters<typeof startRun>[0]) => startRun(operation, environment);
  return {
    name: "wechat",
    methods: wechatMethods,
    limits: { minAmount: 1, maxAmount: largestAmount },
    create: (order) =>
      isBarcode(order.method)
        ? chargeCode(parts, order, run("create"))
        : createOrder(parts, order, run("create")),
    query: (order) => queryOrder(parts, order, run("query")),
    close: (order) =>
      isBarcode(order.method)
        ? reverseOrder(parts, order, run("close"))
        : closeOrder(parts, order, run("close")),
    refund: (refund) => makeRefund(parts, refund, run("refund")),
    queryRefund: (refund) => queryRefund(parts, refund, run("refund_query")),
    settleAbnormalRefund: (order) => settleAbnormalRefund(parts, order, run("refund")),
    fetchCertificates: () => fetchCertificates(parts, run("certificates")),
    check: () => checkAccount(parts, environment),
    // A provider's fund flow is of his own account and not of the merchant whose trade bill he has.
    billTypes: credentials.subMchid === null ? ["trade", "fund_flow"] : ["trade"],
    billReadyAt: wechatBillReadyAt,
    fetchBill: (order) => fetchBill({ ...parts, bills }, order, run("bill")),
    readTradeBill: (path) => readWechatTradeBill(piecesOf(path), credentials),
    readFundFlow: (path) => readWechatFundFlow(piecesOf(path)),
    readNotification: (raw, now) => readWechatNotification(parts, raw, now),
    dispose: () => http.dispose(),
  };
}
