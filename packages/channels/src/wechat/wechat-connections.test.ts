import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { orderOf } from "../../testing/orders.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { answer, transaction, wechatAccountFile } from "../../testing/wechat-platform.ts";
import type { Channel } from "../channel.ts";

const order = orderOf();
const paid = answer(200, transaction());
let server: ScriptedServer;
let channel: Channel;

beforeAll(async () => {
  server = await startScriptedServer();
  channel = openChannel(wechatAccountFile(server.url));
});
afterAll(async () => {
  await channel.dispose();
  await server.close();
});

describe("a kept connection", () => {
  it("that is reset under a call makes its outcome unknown, and the next call finds another", async () => {
    server.play(paid);
    expect(await channel.query(order)).toMatchObject({ kind: "ok" });
    server.play(({ socket }) => socket.resetAndDestroy());
    expect(await channel.query(order)).toMatchObject({
      kind: "unknown",
      reason: "connection_reset",
      call: { httpStatus: null },
    });
    server.play(paid);
    expect(await channel.query(order)).toMatchObject({ kind: "ok" });
  });

  it("serves many calls at once, each with its own answer", async () => {
    server.play((request, response) => {
      const number = /out-trade-no\/(\w+)/.exec(request.target)?.[1];
      answer(200, transaction({ out_trade_no: number }))(request, response);
    });
    const orders = Array.from({ length: 50 }, (_, index) => orderOf({ outTradeNo: `att_order_${index}` }));
    const answers = await Promise.all(orders.map((one) => channel.query(one)));
    expect(new Set(answers.map((one) => one.kind))).toEqual(new Set(["ok"]));
  });

  it("is ended with the channel, after which nothing is sent", async () => {
    const other = openChannel(wechatAccountFile(server.url));
    const disposals: Promise<void>[] = [];
    server.play((request, response) => {
      disposals.push(other.dispose());
      paid(request, response);
    });
    expect(await other.query(order)).toMatchObject({ kind: "ok" });
    await Promise.all(disposals);
    expect(await other.query(order)).toMatchObject({ kind: "unknown", reason: "connect_failed" });
  });
});

describe("an account with a backup host", () => {
  it("is served by it, under the same signature, while the first cannot be reached", async () => {
    server.play(paid);
    const file = wechatAccountFile("http://127.0.0.1:1");
    const credentials = { ...file.credentials, backup_base_url: server.url };
    const backed = openChannel({ ...file, credentials });
    expect(await backed.query(order)).toMatchObject({ kind: "ok", earlierCalls: [] });
    expect(server.requests.at(-1)?.headers["authorization"]).toMatch(/^WECHATPAY2-SHA256-RSA2048 /);
    await backed.dispose();
    const alone = openChannel(file);
    expect(await alone.query(order)).toMatchObject({ kind: "unknown", reason: "connect_failed" });
    await alone.dispose();
  });
});
