import { findPayment, listPayments, outbox } from "@compose-pay/database";
import { serverUrl, startTcpProxy, waitFor } from "@compose-pay/test-support";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Api, apiOf, paymentParameters } from "../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../testing/ingress-stage.ts";
import { type StandInWorker, startStandInWorker } from "../testing/stand-in-worker.ts";
import { addTestApp, type TestApp } from "../testing/test-app.ts";

let stage: IngressStage;
let app: TestApp;
let worker: StandInWorker;

beforeAll(async () => {
  stage = await openIngressStage();
  app = await addTestApp(stage);
  worker = await startStandInWorker(stage);
});
afterAll(() => stage.close());
afterEach(() => {
  worker.atCreate = { type: "accepted" };
});

const soon = { deadlineMs: 15_000, what: "the recovery" };

async function readinessOf(api: Api) {
  return (await api("GET", "/readyz")).body;
}

const create = (api: Api, json: unknown, prefer = "wait=10") =>
  api("POST", "/v1/payments", { key: app.key, json, headers: { prefer } });

/** Whether a worker's answer reaches a waiting call: its way back may be open a little later than the way there. */
async function isAnswered(api: Api): Promise<boolean> {
  return (await create(api, paymentParameters())).status === 201;
}

describe("while the broker is away", () => {
  it("payments are stored and answered 202, readiness says it, and they go on afterwards", async () => {
    const proxy = await startTcpProxy(serverUrl("AMQP_URL"));
    const api = apiOf(await stage.start({ AMQP_URL: proxy.url }));
    expect(await readinessOf(api)).toMatchObject({ status: "ok" });
    await proxy.cut();
    await waitFor(async () => (await readinessOf(api))["status"] === "unavailable", soon);
    expect((await api("GET", "/readyz")).status).toBe(503);
    expect((await readinessOf(api))["checks"]).toEqual({
      database: "ok",
      broker: "unavailable",
      redis: "ok",
    });

    const answers = await Promise.all(Array.from({ length: 20 }, () => create(api, paymentParameters())));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
    const sync = await api("GET", `/v1/payments/${String(answers[0]?.body["id"])}?sync=true`, {
      key: app.key,
    });
    expect([sync.status, sync.body["status"]]).toEqual([200, "processing"]);

    await proxy.restore();
    await waitFor(async () => (await readinessOf(api))["status"] === "ok", soon);
    const areSent = async () => {
      const own = { appId: app.appId, live: false, status: "processing", limit: 100 } as const;
      return (await listPayments(stage.database.connection, own)).length === 0;
    };
    await waitFor(areSent, { deadlineMs: 30_000, what: "the channel's answers" });
    await waitFor(() => isAnswered(api), soon);
    await proxy.close();
  });
});

describe("while the database is away", () => {
  it("calls are answered overloaded, readiness says it, and they go on afterwards", async () => {
    const proxy = await startTcpProxy(stage.databaseUrl);
    const api = apiOf(await stage.start({ DATABASE_URL: proxy.url }));
    expect((await create(api, paymentParameters())).status).toBe(201);
    await proxy.cut();
    const parameters = paymentParameters();
    for (const answer of [
      await create(api, parameters),
      await api("GET", "/v1/payments", { key: app.key }),
    ]) {
      expect(answer.body).toMatchObject({ status: 503, code: "overloaded" });
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(answer.text).not.toMatch(/ECONN|mysql|stack/i);
    }
    expect(await readinessOf(api)).toEqual({
      status: "unavailable",
      checks: { database: "unavailable", broker: "ok", redis: "ok" },
    });

    await proxy.restore();
    await waitFor(async () => (await readinessOf(api))["status"] === "ok", soon);
    expect((await create(api, parameters)).status).toBe(201);
    await proxy.close();
  });

  it("a call whose answer does not come is answered in time", async () => {
    const proxy = await startTcpProxy(stage.databaseUrl);
    const api = apiOf(await stage.start({ DATABASE_URL: proxy.url, ANSWER_DEADLINE_MS: "11000" }));
    await create(api, paymentParameters());
    await proxy.stall();
    const answer = await create(api, paymentParameters(), "wait=0");
    expect(answer.body).toMatchObject({ status: 503, code: "overloaded" });
    await proxy.close();
  });
});

describe("a service that starts before what it stands on", () => {
  it("lives, is not ready, and becomes ready", async () => {
    const [amqp, redis] = [
      await startTcpProxy(serverUrl("AMQP_URL")),
      await startTcpProxy(serverUrl("REDIS_URL")),
    ];
    await Promise.all([amqp.cut(), redis.cut()]);
    const api = apiOf(await stage.start({ AMQP_URL: amqp.url, REDIS_URL: redis.url }));
    expect((await api("GET", "/healthz")).status).toBe(200);
    expect(await readinessOf(api)).toMatchObject({
      status: "unavailable",
      checks: { broker: "unavailable", redis: "degraded" },
    });
    await Promise.all([amqp.restore(), redis.restore()]);
    await waitFor(async () => (await readinessOf(api))["status"] === "ok", soon);
    await waitFor(() => isAnswered(api), soon);
    await Promise.all([amqp.close(), redis.close()]);
  });
});

describe("a service that stops", () => {
  it("answers what it began, takes nothing new, and leaves nothing in the outbox", async () => {
    const ingress = await stage.start();
    const api = apiOf(ingress);
    worker.atCreate = null;
    const parameters = paymentParameters();
    const waiting = create(api, parameters, "wait=2");
    const isStored = async () => {
      const filter = { appId: app.appId, live: false, orderNo: parameters.order_no, limit: 1 };
      return (await listPayments(stage.database.connection, filter)).length === 1;
    };
    await waitFor(isStored, { deadlineMs: 5_000, what: "the payment" });
    const closed = ingress.close();
    await expect(api("GET", "/healthz", { headers: { connection: "close" } })).rejects.toThrow();
    const answer = await waiting;
    expect(answer.status).toBe(202);
    expect(answer.headers.get("connection")).toBe("close");
    await closed;
    const view = await findPayment(stage.database.connection, app.appId, String(answer.body["id"]));
    expect(view?.payment.orderNo).toBe(parameters.order_no);
    const left = await stage.database.connection.select().from(outbox);
    expect(left.filter(({ traceId }) => traceId === view?.payment.traceId)).toEqual([]);
  });
});
