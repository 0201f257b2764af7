import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { testNow } from "../../testing/orders.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { platformCertificate } from "../../testing/wechat-certificate.ts";
import {
  answer,
  certificateEntry,
  refusal,
  signedHeaders,
  wechat,
  wechatAccountFile,
  writeSigned,
} from "../../testing/wechat-platform.ts";
import type { AccountFinding } from "../channel.ts";
import type { ChannelEnvironment } from "../channel-environment.ts";

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.close());

/** What a healthy WeChat Pay answers: no such order, and its certificates. */
const healthy: Script = ({ target }, response) => {
  if (target.startsWith("/v3/certificates"))
    writeSigned(response, 200, { data: [certificateEntry(platformCertificate)] });
  else writeSigned(response, 404, { code: "ORDER_NOT_EXIST", message: "订单不存在" });
};

describe("the check of a WeChat Pay account", () => {
  it("is well all over for a healthy one, by a query and a download that change nothing", async () => {
    server.play(healthy);
    const before = server.requests.length;
    const findings = await check({ platform_certificates: [platformCertificate.pem], ...ownCertificate() });
    expect(findings.map(({ subject, level }) => [subject, level])).toEqual([
      ["merchant_certificate", "well"],
      ["public_key", "well"],
      ["platform_certificate", "well"],
      ["clock", "well"],
      ["query", "well"],
      ["certificate_download", "well"],
    ]);
    expect(server.requests.slice(before).map(({ method, target }) => [method, target])).toEqual([
      ["GET", `/v3/pay/transactions/out-trade-no/compose_pay_check_0?mchid=${wechat.mchid}`],
      ["GET", "/v3/certificates"],
    ]);
  });

  it.each([
    [29, "warning"],
    [31, "well"],
    [-1, "failed"],
  ] as const)("finds certificates that expire in %i days: %s", async (days, level) => {
    const now = new Date(new Date(platformCertificate.expireTime).getTime() - days * 86_400_000);
    server.play(signedAt(now));
    const pinned = {
      platform_certificates: [platformCertificate.pem],
      public_key: null,
      public_key_id: null,
    };
    const findings = await check({ ...pinned, ...ownCertificate() }, { clock: { now: () => now } });
    expect(levelOf(findings, "merchant_certificate")).toBe(level);
    expect(levelOf(findings, "platform_certificate")).toBe(level);
  });

  it("says that certificates are still to be downloaded where no key is known", async () => {
    server.play(healthy);
    const findings = await check({ public_key: null, public_key_id: null });
    expect(levelOf(findings, "platform_certificate")).toBe("warning");
    expect(findings.find(({ subject }) => subject === "query")?.detail).toMatch(/^key_unknown/);
  });

  it.each([
    [60, "well"],
    [61, "warning"],
    [-61, "warning"],
    [-300, "warning"],
    [301, "failed"],
  ] as const)("finds a clock that is %i seconds off: %s", async (seconds, level) => {
    const theirs = new Date(testNow.getTime() + seconds * 1000);
    server.play(signedAt(theirs));
    const findings = await check();
    expect(levelOf(findings, "clock")).toBe(level);
    expect(levelOf(findings, "query")).toBe(level === "failed" ? "failed" : "well");
  });

  it("takes the time of an unsigned refusal from its Date", async () => {
    const date = new Date(testNow.getTime() - 3_600_000).toUTCString();
    server.play((_, response) => {
      response.writeHead(401, { date }).end(JSON.stringify({ code: "SIGN_ERROR", message: "" }));
    });
    const findings = await check();
    expect(levelOf(findings, "clock")).toBe("failed");
    expect(findings).toContainEqual({ subject: "query", level: "failed", detail: "SIGN_ERROR" });
    expect(findings).toContainEqual({
      subject: "certificate_download",
      level: "failed",
      detail: "SIGN_ERROR",
    });
  });

  it.each<[string, Script, string]>([
    ["throttles", refusal(429, "FREQUENCY_LIMITED"), "warning"],
    ["refuses", refusal(400, "INVALID_REQUEST"), "warning"],
    ["finds an order", answer(200, {}), "warning"],
    ["breaks down", refusal(500, "SYSTEM_ERROR"), "failed"],
    ["forges", answer(404, {}, { "wechatpay-signature": "AAAA" }), "failed"],
    ["is away", ({ socket }) => socket.resetAndDestroy(), "failed"],
  ])("tells of a WeChat Pay that %s", async (_, script, level) => {
    server.play(script);
    expect(levelOf(await check(), "query")).toBe(level);
  });

  it.each([
    ["warns of", {}, "warning"],
    ["fails for", { public_key: null, public_key_id: null }, "failed"],
  ] as const)("%s a download that cannot be believed, by whether it is needed", async (_, change, level) => {
    server.play((_request, response) => response.writeHead(404).end("{}"));
    expect(levelOf(await check(change), "certificate_download")).toBe(level);
  });

  it("finds a merchant of the public key alone well without certificates", async () => {
    server.play(({ target }, response) => {
      const code = target.startsWith("/v3/certificates") ? "RESOURCE_NOT_EXISTS" : "ORDER_NOT_EXIST";
      writeSigned(response, 404, { code, message: "" });
    });
    const findings = await check();
    expect(new Set(findings.map(({ level }) => level))).toEqual(new Set(["well"]));
  });

  it("shows nothing secret", async () => {
    server.play(healthy);
    const text = JSON.stringify(await check(ownCertificate()));
    expect(text).not.toContain("0123456789abcdef");
    expect(text).not.toContain("PRIVATE");
  });
});

async function check(
  credentials: Record<string, unknown> = {},
  environment: Partial<ChannelEnvironment> = {},
): Promise<readonly AccountFinding[]> {
  const file = wechatAccountFile(server.url);
  const whole = { ...file, credentials: { ...file.credentials, ...credentials } };
  const channel = openChannel(whole, environment);
  try {
    return await channel.check();
  } finally {
    await channel.dispose();
  }
}

function ownCertificate() {
  const { pem, privateKey, serial } = platformCertificate;
  return {
    certificate: pem,
    serial_no: serial,
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** A healthy WeChat Pay whose clock stands there. */
function signedAt(at: Date): Script {
  return (_, response) => {
    const body = JSON.stringify({ code: "ORDER_NOT_EXIST", message: "" });
    response.writeHead(404, signedHeaders(body, { at })).end(body);
  };
}

function levelOf(findings: readonly AccountFinding[], subject: string) {
  return findings.find((finding) => finding.subject === subject)?.level;
}
