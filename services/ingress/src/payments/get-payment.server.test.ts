import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, apiOf, paymentParameters } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { type StandInWorker, startStandInWorker } from "../../testing/stand-in-worker.ts";
import { addKey, addTestApp, type TestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;
let app: TestApp;
let worker: StandInWorker;

beforeAll(async () => {
  stage = await openIngressStage();
  api = apiOf(await stage.start());
  app = await addTestApp(stage);
  worker = await startStandInWorker(stage);
});
afterAll(() => stage.close());
beforeEach(() => {
  worker.atClose = { type: "closed" };
  worker.atQuery = { type: "accepted" };
});

async function createPayment(): Promise<string> {
  const { body } = await api("POST", "/v1/payments", { key: app.key, json: paymentParameters() });
  return String(body["id"]);
}

const get = (id: string, query = "", headers = {}) =>
  api("GET", `/v1/payments/${id}${query}`, { key: app.key, headers });
const close = (id: string, prefer = "wait=10") =>
  api("POST", `/v1/payments/${id}/close`, { key: app.key, headers: { prefer } });
const queries = () => worker.asked.filter((name) => name === "channel.query").length;

/** A channel gives each order its own number. */
const paid = (channelTradeNo: string) =>
  ({
    type: "paid",
    money: { amount: 100, currency: "CNY" },
    channelTradeNo,
    paidAt: new Date("2026-01-31T08:00:00.000Z"),
  }) as const;

describe("a payment", () => {
  it("is read as it was created", async () => {
    const created = await api("POST", "/v1/payments", { key: app.key, json: paymentParameters() });
    const read = await get(String(created.body["id"]));
    expect([read.status, read.text]).toEqual([200, created.text]);
  });

  it("is hidden from other apps and from keys of the other mode, by every call", async () => {
    const id = await createPayment();
    const [other, live] = [await addTestApp(stage), await addKey(stage, app.appId, true)];
    for (const key of [other.key, live.key]) {
      for (const [method, path] of [
        ["GET", `/v1/payments/${id}`],
        ["GET", `/v1/payments/${id}?sync=true`],
        ["POST", `/v1/payments/${id}/close`],
      ] as const) {
        const answer = await api(method, path, { key });
        expect(answer.body).toMatchObject({ status: 404, code: "not_found" });
      }
    }
    expect((await get(id)).body["status"]).toBe("requires_action");
  });

  it.each([
    "pay_1",
    "pay_01aaaaaaaaaaaaaaaaaaaaaaaa",
    "evt_01aaaaaaaaaaaaaaaaaaaaaaaa",
    "%20",
    "x".repeat(5_000),
  ])("is not found as %s", async (id) => {
    expect((await get(id)).body).toMatchObject({ status: 404, code: "not_found" });
  });

  it("is not found with blanks behind its id", async () => {
    expect((await get(`${await createPayment()}%20`)).status).toBe(404);
  });

  it.each(["sync=yes", "sync=", "sync=true&sync=true", "colour=red"])(
    "is refused with its fault: %s",
    async (query) => {
      const answer = await get(await createPayment(), `?${query}`);
      expect(answer.body).toMatchObject({ status: 422, code: "invalid_request" });
    },
  );
});

describe("a payment that is read with sync", () => {
  it("is asked about at its channel first", async () => {
    const id = await createPayment();
    worker.atQuery = paid("T1");
    const answer = await get(id, "?sync=true");
    expect([answer.status, answer.body["status"]]).toEqual([200, "succeeded"]);
    expect(answer.body).toMatchObject({
      paid_at: "2026-01-31T08:00:00.000Z",
      attempt: { channel_trade_no: "T1" },
    });
  });

  it("is asked about once in a span of time, whoever asks of whichever process", async () => {
    const second = apiOf(await stage.start());
    const id = await createPayment();
    const before = queries();
    const path = `/v1/payments/${id}?sync=true`;
    for (const from of [api, second, api, second]) {
      expect((await from("GET", path, { key: app.key })).status).toBe(200);
    }
    expect(queries() - before).toBe(1);
  });

  it("is asked about again after the span", async () => {
    const quick = apiOf(await stage.start({ SYNC_EVERY_MS: "100" }));
    const id = await createPayment();
    const before = queries();
    const isAskedTwice = async () => {
      await quick("GET", `/v1/payments/${id}?sync=true`, { key: app.key });
      return queries() - before >= 2;
    };
    await waitFor(isAskedTwice, { deadlineMs: 10_000, what: "the second question" });
  });

  it("answers 202 with what is known when the channel says nothing in time", async () => {
    const id = await createPayment();
    worker.atQuery = null;
    const answer = await get(id, "?sync=true", { prefer: "wait=1" });
    expect([answer.status, answer.body["status"]]).toEqual([202, "requires_action"]);
    const impatient = await get(await createPayment(), "?sync=true", { prefer: "wait=0" });
    expect([impatient.status, impatient.body["status"]]).toEqual([202, "requires_action"]);
  });

  const failed = {
    type: "declined",
    failure: { code: "channel_refused", message: "no", channelCode: "X", channelMessage: "no" },
  } as const;

  it.each([
    ["failed", failed],
    ["closed", { type: "closed" }],
  ] as const)("is asked about after it has %s too: money may be there", async (status, fact) => {
    const id = await createPayment();
    worker.atClose = fact;
    expect((await close(id)).body["status"]).toBe(status);
    worker.atQuery = paid(`T2 ${status}`);
    expect((await get(id, "?sync=true")).body["status"]).toBe("succeeded");
  });

  it("is not asked about once the money is there", async () => {
    const id = await createPayment();
    worker.atQuery = paid("T3");
    await get(id, "?sync=true");
    const before = queries();
    expect((await get(id, "?sync=true")).body["status"]).toBe("succeeded");
    expect(queries()).toBe(before);
  });
});

describe("closing a payment", () => {
  it("answers 200 once the channel has confirmed it, and the same again", async () => {
    const id = await createPayment();
    const closed = await close(id);
    expect([closed.status, closed.body["status"]]).toEqual([200, "closed"]);
    expect(closed.body["closed_at"]).not.toBeNull();
    const again = await close(id);
    expect([again.status, again.text]).toEqual([200, closed.text]);
  });

  it("answers 202 while the channel has not said anything", async () => {
    const id = await createPayment();
    worker.atClose = null;
    for (const prefer of ["wait=0", "wait=1"]) {
      const answer = await close(id, prefer);
      expect([answer.status, answer.body["status"]]).toEqual([202, "requires_action"]);
    }
  });

  it("is refused when the payment has succeeded, before or in between", async () => {
    const id = await createPayment();
    worker.atClose = paid("T4");
    for (let tries = 0; tries < 2; tries += 1) {
      expect((await close(id)).body).toMatchObject({ status: 409, code: "payment_already_succeeded" });
    }
    expect((await get(id)).body["status"]).toBe("succeeded");
  });

  it("takes no parameters, but an empty object", async () => {
    const id = await createPayment();
    const path = `/v1/payments/${id}/close`;
    const refused = await api("POST", path, { key: app.key, json: { reason: "none" } });
    expect(refused.body).toMatchObject({ code: "invalid_request", errors: [{ path: "reason" }] });
    const broken = await api("POST", path, {
      key: app.key,
      raw: "{",
      headers: { "content-type": "application/json" },
    });
    expect(broken.body).toMatchObject({ code: "body_malformed" });
    expect((await api("POST", path, { key: app.key, json: {} })).status).toBe(200);
  });
});
