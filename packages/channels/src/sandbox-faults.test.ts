import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { type SandboxChannel, type SandboxRig, startSandboxRig } from "../testing/sandbox-rig.ts";
import type { Channel } from "./channel.ts";

let rig: SandboxRig;
const channels = new Map<SandboxChannel, Channel>();
const hasty = new Map<SandboxChannel, Channel>();

beforeAll(async () => {
  rig = await startSandboxRig();
  const deadlinesMs = {
    create: 400,
    query: 400,
    close: 400,
    refund: 400,
    refund_query: 400,
    certificates: 400,
    bill: 400,
  };
  for (const name of ["wechat", "alipay"] as const) {
    channels.set(name, rig.open(name));
    hasty.set(name, rig.open(name, { deadlinesMs }));
  }
}, 60_000);
afterEach(() => rig.control("DELETE", "/faults"));
afterAll(() => rig.stop());

/** What each fault is to the adapter. None of them is ever a refusal, let alone a failure. */
const faults = [
  ["reset_before", "connection_reset", "connection_reset"],
  ["reset_after", "connection_reset", "connection_reset"],
  ["error_500", "channel_error", "channel_error"],
  ["error_500_after", "channel_error", "channel_error"],
  ["bad_signature", "signature_wrong", "signature_wrong"],
  ["signtest", "signature_probe", "signature_wrong"],
  ["unknown_serial", "key_unknown", "signature_wrong"],
  ["truncated", "connection_reset", "connection_reset"],
  ["not_json", "signature_missing", "answer_unreadable"],
  ["hang", "timeout", "timeout"],
] as const;

const cases = faults.flatMap(([fault, wechat, alipay]) =>
  (["create", "query", "close"] as const).flatMap((operation) => [
    { channel: "wechat" as const, operation, fault, reason: wechat },
    { channel: "alipay" as const, operation, fault, reason: alipay },
  ]),
);

describe("a fault of the channel", () => {
  it.each(cases)("$fault on $operation at $channel leaves the outcome unknown: $reason", async (one) => {
    const channel = channelFor(one.channel, one.fault === "hang" ? hasty : channels);
    const order = rig.newOrder(one.channel);
    if (one.operation !== "create") await channelFor(one.channel).create(order);
    await rig.control("PUT", "/faults", [
      { channel: one.channel, operation: one.operation, fault: one.fault },
    ]);
    // A 204 has no body that could be cut in half: the sandbox cuts the connection instead.
    expect(await channel[one.operation](order)).toMatchObject({ kind: "unknown", reason: one.reason });
  });

  it.each(["wechat", "alipay"] as const)(
    "at %s that says to slow down is no more than that",
    async (name) => {
      const order = rig.newOrder(name);
      await rig.control("PUT", "/faults", [{ channel: name, operation: "*", fault: "rate_limited" }]);
      for (const operation of ["create", "query", "close"] as const) {
        expect(await channelFor(name)[operation](order)).toMatchObject({ kind: "throttled" });
      }
    },
  );

  it.each(["wechat", "alipay"] as const)("that delays %s within the deadline is none", async (name) => {
    await rig.control("PUT", "/faults", [
      { channel: name, operation: "create", fault: "delay", delay_ms: 50 },
    ]);
    expect(await channelFor(name).create(rig.newOrder(name))).toMatchObject({ kind: "ok" });
  });

  it.each(["wechat", "alipay"] as const)(
    "after the work was done at %s is healed by the same create, and there is one order",
    async (name) => {
      const order = rig.newOrder(name);
      await rig.control("PUT", "/faults", [
        { channel: name, operation: "create", fault: "reset_after", times: 1 },
      ]);
      expect(await channelFor(name).create(order)).toMatchObject({ kind: "unknown" });
      expect(await rig.control("GET", `/${name}/orders/${order.outTradeNo}`)).toMatchObject({
        status: "waiting",
      });
      expect(await channelFor(name).create(order)).toMatchObject({ kind: "ok", value: { state: "waiting" } });
    },
  );

  it("leaves the connections in order for the next call", async () => {
    const order = rig.newOrder("wechat");
    await channelFor("wechat").create(order);
    for (const fault of ["reset_before", "truncated", "not_json"]) {
      await rig.control("PUT", "/faults", [{ channel: "wechat", operation: "query", fault, times: 1 }]);
      expect(await channelFor("wechat").query(order)).toMatchObject({ kind: "unknown" });
      expect(await channelFor("wechat").query(order)).toMatchObject({
        kind: "ok",
        value: { state: "waiting" },
      });
    }
  });
});

function channelFor(name: SandboxChannel, among = channels): Channel {
  const channel = among.get(name);
  if (channel === undefined) throw new Error(`${name} is not open`);
  return channel;
}
