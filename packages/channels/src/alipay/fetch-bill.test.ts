import { createHash } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { alipayTable, archiveOf } from "../../testing/alipay-bills.ts";
import {
  alipayAccountFile,
  answerNode,
  answerUnsigned,
  contentOf,
  refusalNode,
} from "../../testing/alipay-platform.ts";
import { openChannel } from "../../testing/open-channel.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { billToTake } from "../../testing/take-bill.ts";
import type { Channel } from "../channel.ts";
import { openBillHosts } from "./bill-hosts.ts";
import { createHttpCore } from "../http/http-core.ts";

const archive = archiveOf(alipayTable);
const date = "2026-11-21";
const path = "/downloadBillFile.resource?bizType=trade&fileId=%2Fx&sign=a%2Bb";

let server: ScriptedServer;
let channel: Channel;

beforeAll(async () => {
  server = await startScriptedServer();
  channel = openChannel(alipayAccountFile(server.url));
});
afterAll(async () => {
  await channel.dispose();
  await server.close();
});

const order = (day = date) => billToTake({ type: "trade", date: day });
const file: Script = (_, response) => response.writeHead(200).end(archive);
const told = (url = `${server.url}${path}`) => ({ code: "10000", msg: "Success", bill_download_url: url });

function playBill(download: Script = file, node: Record<string, unknown> = told()): void {
  server.play((request, response) => {
    const isFile = request.target.startsWith("/downloadBillFile");
    (isFile ? download : answerNode(node))(request, response);
  });
}

/** The account at another moment. */
async function fetchAt(time: string) {
  const there = openChannel(alipayAccountFile(server.url), { clock: { now: () => new Date(time) } });
  const answer = await there.fetchBill(order());
  await there.dispose();
  return answer;
}

describe("a bill of Alipay", () => {
  it("is asked for, fetched and saved as it is", async () => {
    playBill();
    const asked = order();
    expect(await channel.fetchBill(asked)).toMatchObject({
      kind: "ok",
      value: {
        state: "saved",
        bytes: archive.length,
        sha256: createHash("sha256").update(archive).digest("hex"),
      },
      call: { operation: "bill", httpStatus: 200 },
      earlierCalls: [{ operation: "bill", httpStatus: 200, channelRequestId: "21c6f44b16" }],
    });
    expect(asked.taken()).toEqual(archive);
    expect(contentOf(server.requests.at(-2))).toEqual({ bill_type: "trade", bill_date: date });
    expect(server.requests.at(-1)).toMatchObject({ method: "GET", target: path });
    expect(server.requests.at(-1)?.headers).not.toHaveProperty("authorization");
  });

  it.each(["https://evil.example/x", "https://dwbillcenter.alipay.com/x", "file:///etc/passwd", "/x"])(
    "at %j is refused by an account of another gateway, and nothing is asked there",
    async (address) => {
      playBill(file, told(address));
      const before = server.requests.length;
      expect(await channel.fetchBill(order())).toMatchObject({
        kind: "unknown",
        reason: "bill_address_refused",
      });
      expect(server.requests).toHaveLength(before + 1);
    },
  );

  it.each(["BILL_NOT_EXIST", "NO_BILL_DATA", "isp.bill_not_exist"])(
    "that does not exist (%s) is not made yet until noon, and of an empty day from then on",
    async (code) => {
      server.play(answerNode(refusalNode(code)));
      expect(await fetchAt("2026-11-22T11:59:59+08:00")).toMatchObject({ value: { state: "not_ready" } });
      expect(await fetchAt("2026-11-22T12:00:00+08:00")).toMatchObject({ value: { state: "empty" } });
    },
  );

  it("of a day that is not over is not ready, whatever Alipay calls it", async () => {
    server.play(answerNode(refusalNode("invalid_arguments")));
    expect(await fetchAt("2026-11-21T23:00:00+08:00")).toMatchObject({ value: { state: "not_ready" } });
    expect(await fetchAt("2026-11-22T09:00:00+08:00")).toMatchObject({ kind: "unknown", reason: "refused" });
  });

  it.each([
    ["SYSTEM_RATE_LIMIT", { kind: "throttled" }],
    ["isp.unknow-error", { kind: "unknown", reason: "channel_error" }],
    ["isv.insufficient-isv-permissions", { kind: "misconfigured" }],
  ])("is refused with %s", async (code, expected) => {
    server.play(answerNode(refusalNode(code)));
    expect(await channel.fetchBill(order())).toMatchObject(expected);
  });

  it("is neither missing nor anywhere when nobody signed that", async () => {
    server.play(answerUnsigned(refusalNode("isp.bill_not_exist")));
    expect(await channel.fetchBill(order())).toMatchObject({ kind: "unknown", reason: "signature_missing" });
    server.play(answerUnsigned(told()));
    expect(await channel.fetchBill(order())).toMatchObject({ kind: "unknown", reason: "signature_missing" });
  });

  it.each<[string, Script, object]>([
    ["gone", (_, response) => response.writeHead(404).end(), { reason: "status_unexpected", detail: "404" }],
    ["at a host that fails", (_, response) => response.writeHead(500).end(), { reason: "channel_error" }],
    ["not sent", (request) => request.socket.destroy(), { reason: "connection_reset" }],
  ])("that is %s is no bill", async (_, script, expected) => {
    playBill(script);
    expect(await channel.fetchBill(order())).toMatchObject({ kind: "unknown", ...expected });
  });

  it("of another type is a bug of the caller", async () => {
    await expect(channel.fetchBill(billToTake({ type: "fund_flow", date }))).rejects.toThrow("fund_flow");
  });
});

describe("the hosts of Alipay's bills", () => {
  it.each([
    ["https://openapi.alipay.com", "dwbillcenter.alipay.com"],
    ["https://openapi-sandbox.dl.alipaydev.com", "dwbillcenter.alipaydev.com"],
  ])("are, for %s, itself and %s, which is never asked without TLS", async (origin, host) => {
    const http = createHttpCore(origin);
    const hosts = openBillHosts(origin, http);
    expect(hosts.places.map(({ origins }) => origins)).toEqual([
      [origin],
      [`http://${host}`, `https://${host}`],
    ]);
    await hosts.dispose();
    await http.dispose();
  });
});
