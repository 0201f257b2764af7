import { largestAmount } from "@compose-pay/domain";

import { faultsOf } from "../account-faults.ts";
import type { Channel, ChannelOperation } from "../channel.ts";
import type { ChannelEnvironment } from "../channel-environment.ts";
import type { AccountFault, AccountPart, ChannelFactory } from "../channel-factory.ts";
import { createHttpCore } from "../http/http-core.ts";
import { startRun } from "../operation-run.ts";
import { type AlipayCredentials, alipayCredentials } from "./alipay-credentials.ts";
import { alipayForm } from "./alipay-form.ts";
import { createAlipayGateway } from "./alipay-gateway.ts";
import { readAlipayNotification } from "./alipay-notification.ts";
import { createAlipayTrust } from "./alipay-trust.ts";
import { readAlipayTradeBill } from "./bill/read-alipay-bill.ts";
import { openBillHosts } from "./bill-hosts.ts";
import { checkAccount } from "./check-account.ts";
import { closeOrder } from "./close-order.ts";
import { alipayMethods, createOrder } from "./create-order.ts";
import { certificateSerial, rootSerialOf } from "./crypto/certificate-serial.ts";
import { declineAbnormalRefund } from "./decline-abnormal-refund.ts";
import { alipayBillReadyAt, fetchBill } from "./fetch-bill.ts";
import { fetchCertificates } from "./fetch-certificates.ts";
import { makeRefund } from "./make-refund.ts";
import { queryOrder } from "./query-order.ts";
import { queryRefund } from "./query-refund.ts";
import { type AlipaySigner, createRequestBuilder } from "./request-builder.ts";

/** Alipay OpenAPI over its gateway, with Alipay's public key or with certificates. */
export const alipayFactory: ChannelFactory = {
  identityFields: ["app_id", "seller_id"],
  form: alipayForm,
  prepare: (part) => {
    const parsed = alipayCredentials.safeParse(part.credentials);
    const faults = [...gatewayFaults(part), ...(parsed.error ? faultsOf(parsed.error, ["credentials"]) : [])];
    if (faults.length > 0 || !parsed.success || part.baseUrl === null) return { kind: "invalid", faults };
    const gateway = part.baseUrl;
    return { kind: "ready", open: (environment) => openAlipay(parsed.data, gateway, environment) };
  },
};

function openAlipay(credentials: AlipayCredentials, address: URL, environment: ChannelEnvironment): Channel {
  const http = createHttpCore(address.origin, { connections: environment.connections });
  const path = address.pathname === "/" ? gatewayPath : address.pathname;
  const builder = createRequestBuilder(signerOf(credentials));
  const trust = createAlipayTrust(credentials, environment.certificates, environment.clock.now());
  const gateway = createAlipayGateway({ http, builder, trust, path }, environment);
  const { clock, nonce } = environment;
  const parts = { credentials, gateway, trust, builder, gatewayUrl: address.origin + path, clock };
  const files = openBillHosts(address.origin, http);
  const bills = { places: files.places, limits: environment.billDownload };
  const run = (operation: ChannelOperation) => startRun(operation, environment);
  return {
    name: "alipay",
    methods: alipayMethods,
    limits: { minAmount: 1, maxAmount: largestAmount },
    create: (order) => createOrder(parts, order, run("create")),
    query: (order) => queryOrder(parts, order, run("query")),
    close: (order) => closeOrder(parts, order, run("close")),
    refund: (refund) => makeRefund(parts, refund, run("refund")),
    queryRefund: (refund) => queryRefund(parts, refund, run("refund_query")),
    settleAbnormalRefund: async () => declineAbnormalRefund(run("refund")),
    fetchCertificates: (serial) => fetchCertificates(parts, serial, run("certificates")),
    check: () => checkAccount(parts, nonce(), run("query")),
    billTypes: ["trade"],
    billReadyAt: alipayBillReadyAt,
    fetchBill: (order) => fetchBill({ ...parts, bills }, order, run("bill")),
    readTradeBill: (file) => readAlipayTradeBill(file, credentials.sellerId),
    readFundFlow: () => {
      throw new Error("Alipay has no fund_flow bill here");
    },
    readNotification: (raw, now) => readAlipayNotification(raw, now, { credentials, trust }),
    dispose: async () => {
      await Promise.all([http.dispose(), files.dispose()]);
    },
  };
}

function signerOf({ appId, privateKey, trust }: AlipayCredentials): AlipaySigner {
  if (trust.mode === "key") return { appId, privateKey, certificates: null };
  const { application, roots } = trust;
  const certificates = { appSerial: certificateSerial(application), rootSerial: rootSerialOf(roots) };
  return { appId, privateKey, certificates };
}

const gatewayPath = "/gateway.do";

/** An origin alone stands for its `/gateway.do`. */
function gatewayFaults({ baseUrl }: AccountPart): readonly AccountFault[] {
  const example = `https://openapi.alipay.com${gatewayPath}`;
  if (baseUrl === null) return [{ field: "base_url", message: `is needed, e.g. ${example}` }];
  const isPlain = baseUrl.search === "" && baseUrl.hash === "";
  return isPlain ? [] : [{ field: "base_url", message: `has no query: ${example}` }];
}
