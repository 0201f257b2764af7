import { generateKeyPairSync, randomInt } from "node:crypto";

import type { Method } from "@compose-pay/domain";

import type { OrderToCreate } from "../src/channel.ts";
import type { NextAction } from "../src/next-action.ts";
import { alipayAccountFile, answerNode, trade } from "./alipay-platform.ts";
import { type ConformanceSubject, type Difference, lackingElsewhere } from "./conformance-rig.ts";
import { type SandboxParts, startConformanceRig } from "./conformance-sandbox.ts";
import { openChannel } from "./open-channel.ts";
import { orderOf } from "./orders.ts";
import type { SandboxRig } from "./sandbox-rig.ts";
import { startScriptedServer } from "./scripted-server.ts";

export const alipaySubject: ConformanceSubject = {
  name: "alipay",
  ways: {
    alipay_page: { action: "redirect", isSignedHere: true },
    alipay_wap: { action: "redirect", isSignedHere: true },
    alipay_app: { action: "alipay_app", isSignedHere: true },
    alipay_qr: { action: "qr_code" },
    alipay_jsapi: { action: "alipay_jsapi" },
    alipay_barcode: { action: "await_customer" },
  },
  lacks: {
    refund_notifications: "a trade's notification after a refund names no sum of the one refund",
    differing_account: "the answer to a query names none",
    abnormal_refunds: "the protocol has no order for a refund whose money is stuck",
  },
  // Its notifications are bound to no time, and a true one stays true.
  toleratedTampers: ["timestamp"],
  start: () => startConformanceRig(parts),
};

/** An application that proves itself by certificates, as Alipay does to it. */
export const alipayCertificateSubject: ConformanceSubject = {
  ...alipaySubject,
  name: "alipay with certificates",
  lacks: {
    ...alipaySubject.lacks,
    ...lackingElsewhere("the same as with the demo's account, where it is held"),
  },
  start: () =>
    startConformanceRig({
      ...parts,
      account: (rig) => rig.control("POST", "/accounts", { channel: "alipay", mode: "certificate" }),
    }),
};

const payers: Readonly<Partial<Record<Method, () => Partial<OrderToCreate>>>> = {
  alipay_page: () => ({ returnUrl: "https://shop.example/return" }),
  alipay_wap: () => ({ returnUrl: "https://shop.example/return" }),
  alipay_jsapi: () => ({ payer: { buyerId: "2088102146225135" } }),
  // The sandbox asks the customer behind 9003 for the password.
  alipay_barcode: () => ({ payer: { authCode: `28${randomInt(1e11, 1e12)}9003` } }),
};

const parts: SandboxParts = {
  channel: "alipay",
  order: (order) => ({ ...order, ...payers[order.method]?.() }),
  begin: (rig, order, action) => begin(rig, order, action),
  differing: (difference) => differing(difference),
  setBalanceEmpty: async (rig, isEmpty) => {
    await rig.control("PUT", "/alipay/seller-balance", { amount: isEmpty ? 0 : null });
  },
  prepare: async (rig) => {
    await rig.control("PUT", "/alipay/refund-delay", { ms: 0 });
  },
  openWith: (rig, wrong) => openWith(rig, wrong),
};

/** Alipay knows a trade once its customer has come to it. */
async function begin(rig: SandboxRig, { outTradeNo }: OrderToCreate, action: NextAction): Promise<void> {
  if (action.type === "alipay_app") {
    await rig.control("POST", "/alipay/app-pay", { order_string: action.order_string });
  }
  if (action.type === "redirect") {
    const page = await fetch(action.url);
    if (!page.ok) throw new Error(`the cashier answered ${page.status}`);
  }
  if (action.type === "redirect" || action.type === "qr_code") {
    await rig.control("POST", `/alipay/orders/${outTradeNo}/scan`, {});
  }
}

const differing = async (difference: Difference) => {
  const server = await startScriptedServer();
  const changes = {
    account: {},
    number: { out_trade_no: "att_another00000000000000000001" },
    amount: { total_amount: "0.99" },
    currency: { trans_currency: "USD" },
  };
  server.play(answerNode(trade(changes[difference])));
  const channel = openChannel(alipayAccountFile(server.url));
  const dispose = async () => {
    await channel.dispose();
    await server.close();
  };
  return { channel: { ...channel, dispose }, order: orderOf({ method: "alipay_qr" }) };
};

function openWith(rig: SandboxRig, wrong: "own_key" | "channel_key") {
  const file = rig.sandbox.accounts().alipay;
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const spoilt =
    wrong === "own_key"
      ? { private_key: privateKey.export({ type: "pkcs8", format: "pem" }) }
      : { alipay_public_key: publicKey.export({ type: "spki", format: "pem" }) };
  return rig.openFile({ ...file, credentials: { ...file.credentials, ...spoilt } });
}
