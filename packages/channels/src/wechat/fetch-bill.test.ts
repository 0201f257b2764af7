import { createHash, randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { billToTake } from "../../testing/take-bill.ts";
import { billText, tradeTable } from "../../testing/wechat-bills.ts";
import { answer, refusal, wechatAccountFile } from "../../testing/wechat-platform.ts";
import type { Channel } from "../channel.ts";
import type { BillDownloadLimits } from "../channel-environment.ts";

const plain = Buffer.from(billText(tradeTable));
const packed = gzipSync(plain);
const sha1 = createHash("sha1").update(plain).digest("hex");
/** The last day before the one on which the tests happen. */
const date = "2026-11-21";
const token = "6XIv5TUPto7pByrTQKhd6kwvyKLG2uY2wMMR8cNXqaA_Cv%2FisGSxRcUk1d|*&x=~";

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

const order = (changes: Partial<Parameters<typeof billToTake>[0]> = {}) =>
  billToTake({ type: "trade", date, ...changes });

const told = (changes: Record<string, string> = {}) => ({
  hash_type: "SHA1",
  hash_value: sha1,
  download_url: `${server.url}/v3/billdownload/file?token=${token}&tartype=gzip`,
  ...changes,
});

const file: Script = (_, response) => response.writeHead(200, { "request-id": "08F8" }).end(packed);

const silent: Script = (_, response) => {
  response.writeHead(200).write(packed.subarray(0, 100));
};

/** The address is told, and what lies there. */
function playBill(download: Script = file, address = told()): void {
  server.play((request, response) => {
    const isFile = request.target.startsWith("/v3/billdownload/");
    (isFile ? download : answer(200, address))(request, response);
  });
}

describe("a bill of WeChat Pay", () => {
  it("is asked for, fetched, unpacked and saved, and its hash was told", async () => {
    playBill(file, told({ hash_value: sha1.toUpperCase() }));
    const before = server.requests.length;
    const asked = order();
    const fetched = await channel.fetchBill(asked);
    expect(fetched).toMatchObject({
      kind: "ok",
      value: {
        state: "saved",
        bytes: plain.length,
        sha256: createHash("sha256").update(plain).digest("hex"),
      },
      call: { operation: "bill", httpStatus: 200, channelRequestId: "08F8" },
      earlierCalls: [{ operation: "bill", httpStatus: 200, channelRequestId: "08F7-268435461" }],
    });
    expect(asked.taken()).toEqual(plain);
    expect(server.requests.slice(before).map(({ method, target }) => [method, target])).toEqual([
      ["GET", "/v3/bill/tradebill?bill_date=2026-11-21&tar_type=GZIP&bill_type=ALL"],
      ["GET", `/v3/billdownload/file?token=${token}&tartype=gzip`],
    ]);
    expect(server.requests.at(-1)?.headers["authorization"]).toMatch(/^WECHATPAY2-SHA256-RSA2048 /);
  });

  it("may be the one of the account's movements", async () => {
    playBill();
    expect(await channel.fetchBill(order({ type: "fund_flow" }))).toMatchObject({ kind: "ok" });
    expect(server.requests.at(-2)?.target).toBe(
      "/v3/bill/fundflowbill?bill_date=2026-11-21&tar_type=GZIP&account_type=BASIC",
    );
  });

  it.each(["https://api.mch.weixin.qq.com", "https://api2.mch.weixin.qq.com"])(
    "at %s is fetched from the account's own address",
    async (origin) => {
      playBill(file, told({ download_url: `${origin}/v3/billdownload/file?token=${token}` }));
      expect(await channel.fetchBill(order())).toMatchObject({ kind: "ok", value: { state: "saved" } });
      expect(server.requests.at(-1)?.target).toBe(`/v3/billdownload/file?token=${token}`);
    },
  );

  it.each([
    ["https://evil.example/v3/billdownload/file?token=1", "evil.example"],
    ["https://api.mch.weixin.qq.com.evil.example/file", "api.mch.weixin.qq.com.evil.example"],
    ["https://api.mch.weixin.qq.com@evil.example/file", "evil.example"],
    ["http://api.mch.weixin.qq.com/file", "api.mch.weixin.qq.com"],
    ["//evil.example/file", null],
    ["https://api.mch.weixin.qq.com/file?a b", "api.mch.weixin.qq.com"],
    ["https://api.mch.weixin.qq.com/file?a\r\nx: y", "api.mch.weixin.qq.com"],
  ])("at %j is refused, and nothing is asked there", async (address, host) => {
    playBill(file, told({ download_url: address }));
    const before = server.requests.length;
    const asked = order();
    expect(await channel.fetchBill(asked)).toMatchObject({
      kind: "unknown",
      reason: "bill_address_refused",
      detail: host,
    });
    expect(server.requests).toHaveLength(before + 1);
  });

  it("with another hash than was told is not the bill", async () => {
    playBill(file, told({ hash_value: "0".repeat(40) }));
    expect(await channel.fetchBill(order())).toMatchObject({
      kind: "unknown",
      reason: "bill_hash_differs",
      detail: sha1,
    });
  });

  it.each([
    ["NO_STATEMENT_EXIST", { kind: "ok", value: { state: "empty" } }],
    ["STATEMENT_CREATING", { kind: "ok", value: { state: "not_ready" } }],
    ["PARAM_ERROR", { kind: "unknown", reason: "refused", detail: "PARAM_ERROR" }],
    ["NO_AUTH", { kind: "misconfigured", reason: "NO_AUTH" }],
    ["SYSTEM_ERROR", { kind: "unknown", reason: "channel_error" }],
  ])("is refused with %s", async (code, expected) => {
    server.play(refusal(400, code));
    const asked = order();
    expect(await channel.fetchBill(asked)).toMatchObject(expected);
    expect(asked.taken()).toHaveLength(0);
  });

  it("of a day that is not over is not ready, whatever WeChat Pay calls it", async () => {
    server.play(refusal(400, "PARAM_ERROR"));
    expect(await channel.fetchBill(order({ date: "2026-11-22" }))).toMatchObject({
      kind: "ok",
      value: { state: "not_ready" },
    });
  });

  it.each([
    ["another hash", { hash_type: "MD5" }],
    ["a hash that is none", { hash_value: "1234" }],
  ])("is told with %s: that cannot be read", async (_, changes) => {
    playBill(file, told(changes));
    expect(await channel.fetchBill(order())).toMatchObject({ kind: "unknown", reason: "answer_unreadable" });
  });

  it("is believed only when its hash came under WeChat Pay's signature", async () => {
    server.play(answer(200, told(), { "wechatpay-signature": "WECHATPAY/SIGNTEST/x" }));
    expect(await channel.fetchBill(order())).toMatchObject({ kind: "unknown", reason: "signature_probe" });
  });
});

describe("the download of a bill", () => {
  const cases: readonly [string, Script, object][] = [
    [
      "is refused",
      (_, response) => response.writeHead(403).end('{"code":"NO_AUTH","message":"-"}'),
      { kind: "unknown", reason: "status_unexpected", detail: "NO_AUTH" },
    ],
    [
      "is not authorised",
      (_, response) => response.writeHead(401).end(),
      { kind: "misconfigured", reason: "unauthorized" },
    ],
    [
      "comes too often",
      (_, response) => response.writeHead(429).end(),
      { kind: "throttled", reason: "rate_limited" },
    ],
    ["fails", (_, response) => response.writeHead(502).end(), { kind: "unknown", reason: "channel_error" }],
    [
      "is sent elsewhere",
      (_, response) => response.writeHead(302, { location: "/v3/billdownload/file" }).end(),
      { kind: "unknown", reason: "status_unexpected", detail: "302" },
    ],
    [
      "is not packed",
      (_, response) => response.writeHead(200).end(plain),
      { kind: "unknown", reason: "answer_unreadable", detail: "Z_DATA_ERROR" },
    ],
    [
      "ends too early",
      (_, response) => response.writeHead(200).end(packed.subarray(0, -9)),
      { kind: "unknown", reason: "answer_unreadable", detail: "Z_BUF_ERROR" },
    ],
    ["is not there", (request) => request.socket.destroy(), { kind: "unknown", reason: "connection_reset" }],
    [
      "breaks off",
      (request, response) => {
        response
          .writeHead(200, { "content-length": packed.length })
          .write(packed.subarray(0, 100), () => request.socket.destroy());
      },
      { kind: "unknown", reason: "connection_reset" },
    ],
  ];

  it.each(cases)("that %s is no bill", async (_, script, expected) => {
    playBill(script);
    expect(await channel.fetchBill(order())).toMatchObject(expected);
  });

  const limits: BillDownloadLimits = {
    silenceMs: 60_000,
    wholeMs: 60_000,
    mostBytes: 1_048_576,
    mostPlainBytes: 1_048_576,
  };

  it.each<[string, Partial<BillDownloadLimits>, Script, object]>([
    ["packed too large", { mostBytes: 100 }, file, { reason: "answer_too_large" }],
    ["too large unpacked", { mostPlainBytes: plain.length - 1 }, file, { reason: "answer_too_large" }],
    ["silent", { silenceMs: 200 }, silent, { reason: "timeout", detail: "silence" }],
    ["never answered", { silenceMs: 200 }, () => undefined, { reason: "timeout", detail: "silence" }],
    ["too slow", { wholeMs: 200 }, silent, { reason: "timeout", detail: "deadline" }],
  ])("that is %s is given up", async (_, changes, script, expected) => {
    const bounded = openChannel(wechatAccountFile(server.url), { billDownload: { ...limits, ...changes } });
    playBill(script);
    expect(await bounded.fetchBill(order())).toMatchObject({ kind: "unknown", ...expected });
    await bounded.dispose();
  });

  it("is the channel's fault, whatever who saves it makes of it", async () => {
    playBill((_, response) => response.writeHead(200).end(packed.subarray(0, -9)));
    const save = saveOrGiveUp;
    expect(await channel.fetchBill({ type: "trade", date, save })).toMatchObject({ kind: "unknown" });
  });

  it("is the caller's fault when it cannot be saved, at the first piece or later", async () => {
    const noise = randomBytes(1_048_576);
    const hash = createHash("sha1").update(noise).digest("hex");
    playBill((_, response) => response.writeHead(200).end(gzipSync(noise)), told({ hash_value: hash }));
    for (const pieces of [0, 3]) {
      let left = pieces;
      const save = async (chunks: AsyncIterable<Uint8Array>) => {
        for await (const _ of chunks) if ((left -= 1) < 0) break;
        throw new Error("ENOSPC");
      };
      await expect(channel.fetchBill({ type: "trade", date, save })).rejects.toThrow("ENOSPC");
    }
    // What was not read takes no connection with it.
    expect(await channel.fetchBill(order())).toMatchObject({ kind: "ok" });
  });

  it("that is not taken to its end is a bug of the caller", async () => {
    playBill();
    const save = takeNothing;
    await expect(channel.fetchBill({ type: "trade", date, save })).rejects.toThrow("all of the bill");
  });

  it("of a day that is none is a bug of the caller", async () => {
    await expect(channel.fetchBill(order({ date: "2026-02-30" }))).rejects.toThrow("no day");
  });
});

async function saveOrGiveUp(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const _ of chunks);
  } catch (error) {
    throw new Error("the store gave up", { cause: error });
  }
}

async function takeNothing(): Promise<void> {}
