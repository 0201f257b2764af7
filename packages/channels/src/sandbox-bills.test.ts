import { dayOfChina } from "@compose-pay/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { readAll } from "../testing/read-bills.ts";
import { type SandboxChannel, type SandboxRig, startSandboxRig } from "../testing/sandbox-rig.ts";
import { billToTake } from "../testing/take-bill.ts";
import { openTestFiles, type TestFiles } from "../testing/test-files.ts";
import type { Channel } from "./channel.ts";

let rig: SandboxRig;
let files: TestFiles;
let date: string;
const channels = new Map<SandboxChannel, Channel>();

beforeAll(async () => {
  rig = await startSandboxRig();
  files = await openTestFiles();
  for (const name of ["wechat", "alipay"] as const) {
    const channel = rig.open(name);
    channels.set(name, channel);
    const order = rig.newOrder(name);
    await channel.create(order);
    if (name === "alipay") await rig.control("POST", `/alipay/orders/${order.outTradeNo}/scan`, {});
    await rig.control("POST", `/${name}/orders/${order.outTradeNo}/pay`, { notify: "none" });
    date = dayOfChina(order.createdAt);
  }
  await rig.control("POST", "/clock", { advance_ms: 34 * 3_600_000 });
}, 60_000);
afterAll(async () => {
  await rig.stop();
  await files.remove();
});

function channelOf(name: SandboxChannel): Channel {
  const channel = channels.get(name);
  if (channel === undefined) throw new Error("it was not opened");
  return channel;
}

/** `read`, or in one word what kept the bill from being read. */
async function outcomeOf(name: SandboxChannel): Promise<string> {
  const channel = channelOf(name);
  const order = billToTake({ type: "trade", date });
  const answer = await channel.fetchBill(order);
  if (answer.kind === "unknown") return answer.reason;
  if (answer.kind !== "ok" || answer.value.state !== "saved") return JSON.stringify(answer);
  const reading = readAll(channel.readTradeBill(await files.of(order.taken())));
  return reading.then(
    ({ lines }) => (lines.length === 1 ? "read" : `${lines.length} lines`),
    (error: unknown) => String(error instanceof Error && Reflect.get(error, "reason")),
  );
}

describe("a bill of the sandbox", () => {
  it.each<[SandboxChannel, string | null, string]>([
    ["wechat", null, "read"],
    ["wechat", "no_bom", "read"],
    ["wechat", "lf", "read"],
    ["wechat", "unknown_column", "read"],
    ["wechat", "truncated", "columns_differ"],
    ["wechat", "wrong_sum", "sum_differs"],
    ["wechat", "bad_gbk", "encoding_wrong"],
    ["wechat", "empty", "header_missing"],
    ["wechat", "wrong_hash", "bill_hash_differs"],
    ["alipay", null, "read"],
    ["alipay", "lf", "read"],
    ["alipay", "unknown_column", "read"],
    ["alipay", "truncated", "columns_differ"],
    ["alipay", "wrong_sum", "sum_differs"],
    ["alipay", "bad_gbk", "encoding_wrong"],
    ["alipay", "empty", "summary_missing"],
    ["alipay", "zip_bomb", "archive_refused"],
    ["alipay", "zip_path", "archive_refused"],
    ["alipay", "zip_truncated", "archive_broken"],
  ])("of %s, spoilt by %s: %s", async (name, kind, outcome) => {
    await rig.control("PUT", `/bills/${name}/${date}/spoil`, { kind });
    expect(await outcomeOf(name)).toBe(outcome);
    await rig.control("PUT", `/bills/${name}/${date}/spoil`, { kind: null });
  });

  it("tells the movements on the account, too", async () => {
    const channel = channelOf("wechat");
    const order = billToTake({ type: "fund_flow", date });
    expect(await channel.fetchBill(order)).toMatchObject({ kind: "ok", value: { state: "saved" } });
    const { lines, totals } = await readAll(channel.readFundFlow(await files.of(order.taken())));
    expect(lines[0]).toMatchObject({ direction: "income", amount: 1_999 });
    expect(totals.lines).toBe(lines.length);
  });
});
