import { generateKeyPairSync, randomInt } from "node:crypto";

import type { Method } from "@compose-pay/domain";

import type { OrderToCreate } from "../src/channel.ts";
import { type ConformanceSubject, type Difference, lackingElsewhere } from "./conformance-rig.ts";
import { type SandboxParts, startConformanceRig } from "./conformance-sandbox.ts";
import { openChannel } from "./open-channel.ts";
import { orderOf } from "./orders.ts";
import type { SandboxRig } from "./sandbox-rig.ts";
import { startScriptedServer } from "./scripted-server.ts";
import { answer, transaction, wechatAccountFile } from "./wechat-platform.ts";

export const wechatSubject: ConformanceSubject = {
  name: "wechat",
  ways: {
    wechat_native: { action: "qr_code" },
    wechat_jsapi: { action: "wechat_jsapi" },
    wechat_mini: { action: "wechat_jsapi" },
    wechat_h5: { action: "redirect" },
    wechat_app: { action: "wechat_app" },
    wechat_codepay: { action: "await_customer", isSilent: true },
  },
  lacks: {},
  toleratedTampers: [],
  start: () => startConformanceRig(parts),
};

/** Old merchants know platform certificates alone, new ones the public key alone; a service provider has merchants. */
export const wechatKinds: readonly ConformanceSubject[] = [
  kindOf("with certificates alone", { mode: "certificate" }),
  kindOf("with the public key alone", { mode: "public_key" }),
  kindOf("for a service provider", { sub_mchid: true }),
];

function kindOf(name: string, wanted: Readonly<Record<string, unknown>>): ConformanceSubject {
  const account = (rig: SandboxRig) => rig.control("POST", "/accounts", { channel: "wechat", ...wanted });
  return {
    ...wechatSubject,
    name: `wechat ${name}`,
    lacks: lackingElsewhere("the same as with the demo's account, where it is held"),
    start: () => startConformanceRig({ ...parts, account }),
  };
}

const payers: Readonly<Partial<Record<Method, () => Partial<OrderToCreate>>>> = {
  wechat_jsapi: () => ({ payer: { openid: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o" } }),
  wechat_mini: () => ({ payer: { openid: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o" } }),
  wechat_h5: () => ({ clientIp: "203.0.113.7" }),
  // The sandbox asks the customer behind 02 for the PIN.
  wechat_codepay: () => ({
    payer: { authCode: `13${randomInt(1e13, 1e14)}02` },
    clientIp: "203.0.113.7",
  }),
};

const parts: SandboxParts = {
  channel: "wechat",
  order: (order) => ({ ...order, ...payers[order.method]?.() }),
  // WeChat Pay has the order from the create on.
  begin: async () => undefined,
  differing: (difference) => differing(difference),
  setBalanceEmpty: async (rig, isEmpty) => {
    await rig.control("PUT", "/wechat/refund-rules", { balance_empty: isEmpty });
  },
  prepare: async (rig) => {
    await rig.control("PUT", "/wechat/refund-delay", { ms: 0 });
    await rig.control("PUT", "/wechat/refund-rules", { min_interval_ms: 0 });
  },
  openWith: (rig, wrong) => openWith(rig, wrong),
};

const differing = async (difference: Difference) => {
  const server = await startScriptedServer();
  const changes = {
    account: { mchid: "1900000001" },
    number: { out_trade_no: "att_another00000000000000000001" },
    amount: { amount: { total: 99, currency: "CNY" } },
    currency: { amount: { total: 100, currency: "USD" } },
  };
  server.play(answer(200, transaction(changes[difference])));
  const channel = openChannel(wechatAccountFile(server.url));
  const dispose = async () => {
    await channel.dispose();
    await server.close();
  };
  return { channel: { ...channel, dispose }, order: orderOf() };
};

function openWith(rig: SandboxRig, wrong: "own_key" | "channel_key") {
  const file = rig.sandbox.accounts().wechat;
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const spoilt =
    wrong === "own_key"
      ? { private_key: privateKey.export({ type: "pkcs8", format: "pem" }) }
      : { public_key: publicKey.export({ type: "spki", format: "pem" }), platform_certificates: [] };
  return rig.openFile({ ...file, credentials: { ...file.credentials, ...spoilt } });
}
