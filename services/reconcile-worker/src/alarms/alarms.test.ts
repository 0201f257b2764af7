import { createLogger, createMetrics } from "@compose-pay/runtime";
import { type SinkAnswer, startHostileReceiver, startWebhookSink } from "@compose-pay/test-support";
import { afterEach, describe, expect, it } from "vitest";
import { startSmtpSink } from "../../testing/smtp-sink.ts";
import { type Alarms, type AlarmWay, createAlarms } from "./alarms.ts";
import { createEmailWay } from "./email-way.ts";
import { alarmBody, createWebhookWay } from "./webhook-way.ts";

const alarm = { kind: "job_failed", subject: "purge-journals", text: "It failed: 磁盘满了." };
const start = new Date("2026-03-01T08:00:00.000Z");
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function alarmsBy(...ways: readonly AlarmWay[]) {
  let at = start;
  const metrics = createMetrics("test");
  const logger = createLogger({ service: "test", level: "silent" });
  const alarms: Alarms = createAlarms({ ways, clock: { now: () => at }, logger, metrics });
  return { alarms, metrics, passMs: (ms: number) => void (at = new Date(at.getTime() + ms)) };
}

async function sinkThat(answer: () => SinkAnswer = () => ({ kind: "status", status: 200 })) {
  const sink = await startWebhookSink({ answer });
  ends.push(() => sink.close());
  const bodies = () => sink.received.map(({ body }) => JSON.parse(body.toString()) as unknown);
  return { way: createWebhookWay({ url: `${sink.url}/alarm`, timeoutMs: 2_000 }), bodies };
}

describe("an alarm", () => {
  it("is posted to the webhook as JSON", async () => {
    const { way, bodies } = await sinkThat();
    const { alarms } = alarmsBy(way);
    alarms.raise(alarm);
    await alarms.stop();
    expect(bodies()).toEqual([
      {
        text: "[compose-pay] job_failed purge-journals: It failed: 磁盘满了.",
        kind: "job_failed",
        subject: "purge-journals",
        raised_at: start.toISOString(),
      },
    ]);
  });

  it("is sent as an e-mail to everybody who is named", async () => {
    const sink = await startSmtpSink();
    ends.push(() => sink.close());
    const mail = { smtpUrl: sink.url, from: "hub@example.com", to: "a@example.com, b@example.com" };
    const { alarms } = alarmsBy(createEmailWay({ ...mail, timeoutMs: 5_000 }));
    alarms.raise({ ...alarm, text: "It failed three times." });
    await alarms.stop();
    expect(sink.received).toMatchObject([
      { from: "hub@example.com", to: ["a@example.com", "b@example.com"] },
    ]);
    expect(sink.received[0]?.data).toContain("Subject: [compose-pay] job_failed purge-journals");
    expect(sink.received[0]?.data).toContain("It failed three times.");
  });

  it("goes out once in an hour for each kind and subject", async () => {
    const { way, bodies } = await sinkThat();
    const { alarms, passMs } = alarmsBy(way);
    alarms.raise(alarm);
    alarms.raise({ ...alarm, text: "again" });
    alarms.raise({ ...alarm, subject: "stuck-work" });
    alarms.raise({ ...alarm, kind: "job_lost" });
    passMs(3_599_999);
    alarms.raise(alarm);
    await alarms.stop();
    expect(bodies()).toHaveLength(3);
    passMs(1);
    alarms.raise(alarm);
    await alarms.stop();
    expect(bodies()).toHaveLength(4);
  });

  it("that nobody took is counted, and the next one of its kind is sent", async () => {
    let status = 500;
    const { way, bodies } = await sinkThat(() => ({ kind: "status", status }));
    const { alarms, metrics } = alarmsBy(way);
    alarms.raise(alarm);
    await alarms.stop();
    expect(await metrics.text()).toMatch(/alarms_total\{way="webhook",outcome="failed",service="test"\} 1/);
    status = 200;
    alarms.raise(alarm);
    await alarms.stop();
    expect(bodies()).toHaveLength(2);
    expect(await metrics.text()).toMatch(/alarms_total\{way="webhook",outcome="sent",service="test"\} 1/);
  });

  it("goes by the other way although one hangs, which ends at its bound", async () => {
    const hanging = await startHostileReceiver({ answer: () => ({ kind: "silence" }) });
    const silent = await startSmtpSink({ isSilent: true });
    ends.push(
      () => hanging.close(),
      () => silent.close(),
    );
    const { way, bodies } = await sinkThat();
    const { alarms, metrics } = alarmsBy(
      createWebhookWay({ url: hanging.url, timeoutMs: 300 }),
      createEmailWay({ smtpUrl: silent.url, from: "a@example.com", to: "b@example.com", timeoutMs: 300 }),
      way,
    );
    const startedMs = performance.now();
    alarms.raise(alarm);
    await alarms.stop();
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(bodies()).toHaveLength(1);
    expect(await metrics.text()).toMatch(/alarms_total\{way="email",outcome="failed",service="test"\} 1/);
  });

  it("that a robot refuses with 200 was not sent", async () => {
    const body = JSON.stringify({ errcode: 310_000, errmsg: "keywords not in content" });
    const { way } = await sinkThat(() => ({ kind: "status", status: 200, body }));
    await expect(way.send(alarm, start)).rejects.toThrow("310000 keywords not in content");
  });

  it.each([
    ["https://oapi.dingtalk.com/robot/send?access_token=1", { msgtype: "text", text: { content: "#" } }],
    ["https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", { msgtype: "text", text: { content: "#" } }],
    ["https://open.feishu.cn/open-apis/bot/v2/hook/1", { msg_type: "text", content: { text: "#" } }],
  ])("has the form that the robot at %s reads", (url, form) => {
    const content = "[compose-pay] job_failed purge-journals: It failed: 磁盘满了.";
    expect(alarmBody(url, alarm, start)).toEqual(JSON.parse(JSON.stringify(form).replace("#", content)));
  });
});
