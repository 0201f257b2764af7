import { notificationPath } from "@compose-pay/application";
import { processNotification } from "@compose-pay/contracts";
import { channelNotifications, outbox } from "@compose-pay/database";
import { channelQueue, done, on } from "@compose-pay/messaging";
import { startTcpProxy, waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, apiOf } from "../../testing/api-client.ts";
import { alipayPlatform, type PostedNotification, wechatPlatform } from "../../testing/channel-platforms.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { sendRaw } from "../../testing/raw-http.ts";
import { addTestApp, type TestApp } from "../../testing/test-app.ts";
import type { Ingress } from "../start-ingress.ts";

const platforms = { wechat: wechatPlatform(), alipay: alipayPlatform() };
const methods = { wechat: "wechat_native", alipay: "alipay_qr" } as const;
const taken = { wechat: '{"code":"SUCCESS"}', alipay: "success" };
const channels = ["wechat", "alipay"] as const;
type Channel = (typeof channels)[number];

let stage: IngressStage;
let ingress: Ingress;
let api: Api;
let app: TestApp;
/** Ids of the stored notifications that a worker was given. */
const given: string[] = [];

beforeAll(async () => {
  stage = await openIngressStage();
  ingress = await stage.start({ REFUSED_NOTIFICATIONS_PER_MINUTE: "5" });
  api = apiOf(ingress);
  app = await addApp();
  const handlers = [
    on(processNotification, async ({ channel_notification_id: id }) => {
      given.push(id);
      return done;
    }),
  ];
  for (const channel of channels) {
    await stage.messaging.consume({ queue: channelQueue(channel, "notifications"), prefetch: 1, handlers });
  }
});
afterAll(() => stage.close());

function addApp(): Promise<TestApp> {
  const { wechat, alipay } = platforms;
  return addTestApp(stage, {
    methods: Object.values(methods),
    credentials: { wechat_native: wechat.credentials, alipay_qr: alipay.credentials },
  });
}

function pathOf(channel: Channel, of = app): string {
  return notificationPath({ channel, id: of.accountIds[methods[channel]] ?? "" });
}

const post = (path: string, { raw, headers }: PostedNotification, to = api) =>
  to("POST", path, { raw, headers });

async function stored(accountId: string | undefined) {
  const rows = await stage.database.connection.select().from(channelNotifications);
  return rows.filter(({ channelAccountId }) => channelAccountId === accountId);
}

describe.each(channels)("a notification of %s", (channel) => {
  const platform = platforms[channel];

  it("is stored as it came, acknowledged in the channel's words, and given to a worker", async () => {
    const posted = platform.notification("att_genuine");
    const answer = await post(pathOf(channel), posted);
    expect([answer.status, answer.text]).toEqual([200, taken[channel]]);
    const rows = await stored(app.accountIds[methods[channel]]);
    const row = rows.find(({ attemptId }) => attemptId === "att_genuine");
    expect(row).toMatchObject({
      channel,
      notificationId: "ntf-att_genuine",
      verdict: "received",
      timesReceived: 1,
      traceId: answer.headers.get("x-request-id"),
      processedAt: null,
    });
    expect(row?.body.equals(posted.raw)).toBe(true);
    expect(row?.dueAt?.getTime()).toBeGreaterThan(row?.receivedAt.getTime() ?? Infinity);
    expect(row?.headers).toMatchObject({ "content-type": posted.headers["content-type"] });
    await waitFor(() => given.includes(row?.id ?? ""), { deadlineMs: 5_000, what: "the worker's message" });
  });

  it("is counted and acknowledged when it comes again, and given to a worker once", async () => {
    for (let times = 0; times < 3; times += 1) {
      expect((await post(pathOf(channel), platform.notification("att_again"))).status).toBe(200);
    }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(pathOf(channel), platform.notification("att_again"))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const rows = await stored(app.accountIds[methods[channel]]);
    const [row, ...others] = rows.filter(({ attemptId }) => attemptId === "att_again");
    expect([row?.timesReceived, others]).toEqual([23, []]);
    const isSent = async () => {
      const messages = await stage.database.connection.select().from(outbox);
      return messages.every(({ body }) => !JSON.stringify(body).includes(row?.id ?? ""));
    };
    await waitFor(isSent, { deadlineMs: 5_000, what: "the sending of its message" });
    expect(given.filter((id) => id === row?.id)).toHaveLength(1);
  });

  it("is refused and journalled when it is spoilt, so that the channel sends it again", async () => {
    const own = await addApp();
    const { raw, headers } = platform.notification("att_spoilt");
    const spoilt = Uint8Array.from(raw, (byte, index) => (index === 40 ? byte ^ 1 : byte));
    const answer = await post(pathOf(channel, own), { raw: spoilt, headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toBe(taken[channel]);
    const [row, ...others] = await stored(own.accountIds[methods[channel]]);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ verdict: "refused", notificationId: null, dueAt: null });
    expect(row?.reason).toMatch(/^[a-z_]+$/);
  });

  it("of another account is refused", async () => {
    const answer = await post(
      pathOf(channel),
      (channel === "wechat" ? wechatPlatform() : alipayPlatform()).notification("att_1"),
    );
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  it("that is refused fills no table: few of a minute are kept, in part, without secrets", async () => {
    const own = await addApp();
    const headers = {
      "content-type": "text/plain",
      cookie: "session=secret",
      authorization: "Bearer secret",
    };
    const raw = new Uint8Array(60_000);
    for (let times = 0; times < 12; times += 1) await post(pathOf(channel, own), { raw, headers });
    const rows = await stored(own.accountIds[methods[channel]]);
    expect(rows).toHaveLength(5);
    for (const { body, headers: kept } of rows) {
      expect(body.length).toBe(8_192);
      expect(Object.keys(kept).toSorted()).toEqual(["content-type", "user-agent"]);
    }
    const { text } = await apiOf({ url: ingress.adminUrl })("GET", "/metrics");
    const counted = text.match(
      new RegExp(`notifications_total\\{channel="${channel}",verdict="refused",.*\\} (\\d+)`, "g"),
    );
    const total = (counted ?? []).reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
    expect(total).toBeGreaterThanOrEqual(12);
  });

  it("that is too large is not read", async () => {
    const answer = await post(pathOf(channel), { raw: new Uint8Array(65_537), headers: {} });
    expect(answer.body).toMatchObject({ status: 413, code: "body_too_large" });
  });

  it("to an account that does not exist, or at another channel, is not found", async () => {
    const posted = platform.notification("att_1");
    const foreign = channel === "wechat" ? "alipay" : "wechat";
    const foreignId = app.accountIds[methods[foreign]] ?? "";
    for (const id of ["acc_none", foreignId, "a%20b", "x".repeat(100)]) {
      const answer = await post(`/channels/${channel}/${id}/notify`, posted);
      expect(answer.body).toMatchObject({ status: 404, code: "not_found" });
    }
  });

  it("is answered so that it is sent again while the database is away", async () => {
    const proxy = await startTcpProxy(stage.databaseUrl);
    const cutOff = apiOf(await stage.start({ DATABASE_URL: proxy.url }));
    await proxy.cut();
    const answer = await post(pathOf(channel), platform.notification("att_away"), cutOff);
    expect(answer.status).toBe(503);
    expect(answer.text).toBe(channel === "wechat" ? '{"code":"FAIL","message":"unavailable"}' : "failure");
    await proxy.restore();
    const isTaken = async () =>
      (await post(pathOf(channel), platform.notification("att_away"), cutOff)).status === 200;
    await waitFor(isTaken, { deadlineMs: 10_000, what: "the database" });
    await proxy.close();
  });
});

describe("an outsider without a key", () => {
  it("takes no merchant's place and hides no health by bodies that are held back", async () => {
    const narrow = await stage.start({ MOST_CALLS: "10", MOST_NOTIFICATIONS: "10" });
    const narrowApi = apiOf(narrow);
    const text = heldBack(app.accountIds["wechat_native"]);
    const held = Array.from({ length: 30 }, () => sendRaw(narrow.url, text));
    const posted = () => post(pathOf("wechat"), platforms.wechat.notification("att_late"), narrowApi);
    const isFull = async () => (await posted()).status === 503;
    await waitFor(isFull, { deadlineMs: 3_000, what: "the end of the places" });
    expect((await narrowApi("GET", "/healthz")).status).toBe(200);
    expect((await narrowApi("GET", "/readyz")).status).toBe(200);
    expect((await narrowApi("GET", "/v1/methods", { key: app.key })).status).toBe(200);

    const statuses = (await Promise.all(held)).map((answer) => answer.split(" ")[1]);
    expect(new Set(statuses)).toEqual(new Set(["400", "503"]));
    expect((await posted()).status).toBe(200);
  });

  it("is not listened to about an account that does not exist, nor is it looked for again at once", async () => {
    const proxy = await startTcpProxy(stage.databaseUrl);
    const cutOff = await stage.start({ DATABASE_URL: proxy.url });
    const ask = async (id: string) => (await sendRaw(cutOff.url, heldBack(id))).split(" ")[1];
    expect(await ask("acc_nowhere")).toBe("404");
    await proxy.cut();
    expect([await ask("acc_nowhere"), await ask("acc_elsewhere")]).toEqual(["404", "503"]);
    await proxy.close();
  });
});

describe("a notification about nothing we do", () => {
  it("is kept, acknowledged and given to nobody", async () => {
    const posted = platforms.wechat.notification("att_other", {
      event_type: "PROFITSHARING",
      id: "ntf-sharing",
    });
    expect((await post(pathOf("wechat"), posted)).status).toBe(200);
    const rows = await stored(app.accountIds["wechat_native"]);
    const row = rows.find(({ notificationId }) => notificationId === "ntf-sharing");
    expect(row).toMatchObject({ verdict: "ignored", reason: "PROFITSHARING", dueAt: null });
    expect(given).not.toContain(row?.id);
  });
});

/** A notification whose last bytes do not come. */
function heldBack(id: string | undefined): string {
  const path = `/channels/wechat/${id}/notify`;
  return `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nConnection: close\r\n\r\n{`;
}
