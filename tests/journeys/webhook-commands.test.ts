import { type ReceivedWebhook, startWebhookSink, waitFor, type WebhookSink } from "@compose-pay/test-support";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createOperator, type Operator } from "./harness/operator.ts";
import { openStage, type Stage } from "./harness/stage.ts";

let stage: Stage;
let operator: Operator;
let sink: WebhookSink;
/** What the merchant's server answers now. */
let status = 204;

beforeAll(async () => {
  stage = await openStage();
  operator = createOperator(stage);
  sink = await startWebhookSink({ answer: () => ({ kind: "status", status, body: "as it is" }) });
});

afterAll(async () => {
  await sink.close();
  await stage.close();
});

describe("an operator's commands about webhooks", () => {
  it("try an endpoint, show what it answered, and rotate its secret without a gap", async () => {
    const { id, secret: before } = await newEndpoint();
    const attempt = await operator.run("endpoint", "test", id);
    expect(attempt).toMatchObject({
      status: 204,
      trigger: "test",
      address: "127.0.0.1",
      error: null,
      number: 1,
    });
    const { secret: after } = made.parse(await operator.run("endpoint", "rotate-secret", id));
    await operator.run("endpoint", "disable", id);
    const again = await operator.run("endpoint", "test", id);
    const heard = await received(String(again["event_id"]));
    expect(verified(heard, before)).toEqual(verified(heard, after));
    expect(verified(heard, after)).toMatchObject({ type: "webhook.test", data: { endpoint_id: id } });
  });

  it("say by their exit code that an endpoint does not answer well", async () => {
    const { id } = await newEndpoint();
    status = 500;
    await expect(operator.run("endpoint", "test", id)).rejects.toThrow("endpoint test");
    status = 204;
    const { data } = page.parse(await operator.run("endpoint", "deliveries", id));
    expect(data).toMatchObject([
      { status: "exhausted", attempts: [{ status: 500, error: "status_500", response: "as it is" }] },
    ]);
  });

  it("show where events wait, and send them again with their id and their bytes", async () => {
    const { id } = await newEndpoint();
    status = 503;
    const payment = await stage.merchant.mustCreate({ method: "mock" });
    const waits = await waitFor(() => firstDelivery(id, "retrying"), { deadlineMs: 20_000 });
    const failing = page.parse(await operator.run("target", "list", "--app", stage.product.demo.appId));
    expect(failing.data).toMatchObject([{ endpoint_id: id, circuit: "closed", failures: 1, waiting: 1 }]);
    status = 204;
    await operator.run("event", "redeliver", waits.event_id, "--endpoint", id);
    const delivered = await waitFor(() => firstDelivery(id, "succeeded"), { deadlineMs: 20_000 });
    const shown = await operator.run("delivery", "show", delivered.id);
    expect(shown).toMatchObject({ attempts: [{ status: 503 }, { status: 204, trigger: "manual" }] });
    const same = sink.received.filter(({ headers }) => headers["webhook-id"] === waits.event_id);
    expect(new Set(same.map(({ body }) => body.toString())).size).toBe(1);
    expect(same).toHaveLength(2);
    expect(await operator.run("event", "show", waits.event_id)).toMatchObject({ payment_id: payment.id });
    expect(await operator.run("target", "list")).toMatchObject({ data: [] });
  });

  it("write no secret into any log", async () => expect(await stage.leaks()).toEqual([]));
});

const made = z.looseObject({ id: z.string(), secret: z.string() });
const page = z.looseObject({
  data: z.array(z.looseObject({ id: z.string(), event_id: z.string().default("") })),
});

async function newEndpoint() {
  const where = ["--app", stage.product.demo.appId, "--url", `${sink.url}/hooks`];
  const { data } = page.parse(await operator.run("endpoint", "list", "--app", stage.product.demo.appId));
  for (const { id } of data) await operator.run("endpoint", "delete", id);
  return made.parse(await operator.run("endpoint", "create", ...where));
}

async function firstDelivery(endpointId: string, state: string) {
  const { data } = page.parse(await operator.run("endpoint", "deliveries", endpointId, "--status", state));
  return data[0];
}

function received(eventId: string): Promise<ReceivedWebhook> {
  const probe = () => sink.received.find(({ headers }) => headers["webhook-id"] === eventId);
  return waitFor(probe, { deadlineMs: 5_000, what: eventId });
}

function verified({ body, headers }: ReceivedWebhook, secret: string): unknown {
  const named = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return new Webhook(secret).verify(body.toString("utf8"), Object.fromEntries(named));
}
