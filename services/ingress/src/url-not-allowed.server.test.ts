import { listPayments, payments } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, apiOf, paymentParameters } from "../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../testing/ingress-stage.ts";
import { type StandInWorker, startStandInWorker } from "../testing/stand-in-worker.ts";
import { addTestApp, type TestApp } from "../testing/test-app.ts";

let stage: IngressStage;
/** As it is installed: public addresses and ordinary ports. */
let strict: Api;
/** Loopback may be called here too. */
let lenient: Api;
let app: TestApp;
let worker: StandInWorker;

const loopback = "http://127.0.0.1/hooks";

beforeAll(async () => {
  stage = await openIngressStage();
  strict = apiOf(await stage.start({ WEBHOOK_ALLOWED_CIDRS: "", WEBHOOK_ALLOWED_PORTS: "80,443" }));
  lenient = apiOf(await stage.start());
  app = await addTestApp(stage);
  worker = await startStandInWorker(stage);
});
afterAll(() => stage.close());

const create = (api: Api, json: object, key = app.key) => api("POST", "/v1/payments", { key, json });
const refund = (api: Api, json: object) => api("POST", "/v1/refunds", { key: app.key, json });
const stored = ({ appId, live = false }: { readonly appId: string; readonly live?: boolean }) =>
  listPayments(stage.database.connection, { appId, live, limit: 100 });

function refusedFor(reason: RegExp) {
  return {
    status: 422,
    code: "url_not_allowed",
    detail: expect.stringMatching(/^notify_url must .*; nothing was stored$/) as string,
    errors: [{ path: "notify_url", message: expect.stringMatching(reason) as string }],
  };
}

describe("the notify_url of a new payment", () => {
  it.each([
    [loopback, /public addresses/],
    ["http://localhost/hooks", /public addresses/],
    ["http://2130706433/hooks", /public addresses/],
    ["http://[::ffff:169.254.169.254]/latest/meta-data", /public addresses/],
    ["https://shop.example:22/hooks", /port/],
    ["https://user@shop.example/hooks", /user information/],
    ["http://①②⑦.⓪.⓪.①/hooks", /absolute/],
    [String.raw`http://127.0.0.1\@shop.example/hooks`, /absolute/],
  ])("%s answers 422 and stores nothing", async (url, reason) => {
    const bystander = await addTestApp(stage);
    const answer = await create(strict, paymentParameters({ notify_url: url }), bystander.key);
    expect(answer.body).toMatchObject(refusedFor(reason));
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await stored(bystander)).toEqual([]);
  });

  it("is refused without https to a live key only", async () => {
    const live = await addTestApp(stage, { live: true });
    const plain = paymentParameters({ notify_url: "http://shop.example/hooks" });
    expect((await create(strict, plain, live.key)).body).toMatchObject(refusedFor(/https/));
    expect(await stored({ ...live, live: true })).toEqual([]);
    const safe = paymentParameters({ notify_url: "https://shop.example/hooks" });
    expect((await create(strict, safe, live.key)).status).toBe(201);
    expect((await create(strict, plain)).status).toBe(201);
  });

  it("may be an address that the installation allows, and its return_url any", async () => {
    const inside = paymentParameters({ notify_url: loopback, return_url: "http://10.0.0.1:99/thanks" });
    expect((await create(lenient, inside)).status).toBe(201);
    const outside = paymentParameters({ return_url: "http://10.0.0.1:99/thanks" });
    expect((await create(strict, outside)).status).toBe(201);
  });

  it("does not come between a repetition and its answer", async () => {
    const parameters = paymentParameters({ notify_url: loopback });
    const first = await create(lenient, parameters);
    const again = await create(strict, parameters);
    expect([again.status, again.body["id"]]).toEqual([200, first.body["id"]]);
    const other = await create(strict, { ...parameters, amount: 7 });
    expect(other.body).toMatchObject({ status: 409, code: "order_no_conflict" });
  });
});

describe("the notify_url of a new refund", () => {
  it("answers 422, reserves nothing, and does not come between a repetition and its answer", async () => {
    const money = { amount: 500, currency: "CNY" } as const;
    worker.atCreate = { type: "paid", money, channelTradeNo: newId("no"), paidAt: new Date() };
    const { body: paid } = await create(strict, paymentParameters({ amount: 500 }));
    const asked = { payment_id: paid["id"], refund_no: newId("no"), amount: 40, notify_url: loopback };

    const refused = await refund(strict, asked);
    expect(refused.body).toMatchObject(refusedFor(/public addresses/));
    const rows = await stage.database.connection.select().from(payments);
    expect(rows.find(({ id }) => id === paid["id"])?.amountRefunded).toBe(0);

    const first = await refund(lenient, asked);
    expect(first.status).toBe(201);
    const again = await refund(strict, asked);
    expect([again.status, again.body["id"]]).toEqual([200, first.body["id"]]);
  });
});
