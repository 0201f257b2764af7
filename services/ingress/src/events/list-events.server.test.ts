import { type EventRow, findPayment, insertEvent } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, apiOf, paymentParameters } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { addKey, addTestApp, type TestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;
let app: TestApp;
/** Newest first. */
let events: readonly EventRow[];

beforeAll(async () => {
  stage = await openIngressStage();
  api = apiOf(await stage.start());
  app = await addTestApp(stage);
  events = await addEvents(app, 12);
});
afterAll(() => stage.close());

/** Events of one payment, always three of one instant, whose text no serializer would write like that. */
async function addEvents({ appId, key }: TestApp, count: number): Promise<readonly EventRow[]> {
  const { body } = await api("POST", "/v1/payments", {
    key,
    json: paymentParameters(),
    headers: { prefer: "wait=0" },
  });
  const view = await findPayment(stage.database.connection, appId, String(body["id"]));
  if (view === null) throw new Error("the payment was not stored");
  const rows = Array.from({ length: count }, (_, index): EventRow => {
    const id = newId("evt");
    return {
      id,
      appId,
      endpointId: null,
      paymentId: view.payment.id,
      live: view.payment.live,
      type: "payment.succeeded",
      sequence: index + 1,
      body: `{ "id":"${id}",\t"sequence": ${index + 1}.0, "subject":"\\u8336 茶" }`,
      notifyUrl: null,
      refundNotifyUrl: null,
      traceId: "trace",
      createdAt: new Date(Date.UTC(2026, 0, 31) + Math.floor(index / 3) * 1_000),
      dueAt: null,
    };
  });
  for (const row of rows) await insertEvent(stage.database.connection, row);
  return rows.toReversed();
}

const get = (path: string, key = app.key) => api("GET", `/v1/events${path}`, { key });

describe("the event log", () => {
  it("gives an event byte for byte as it was sent", async () => {
    for (const { id, body } of events) expect((await get(`/${id}`)).text).toBe(body);
  });

  it.each([1, 2, 3, 4, 12, 100])("shows each event once over pages of %i", async (limit) => {
    const texts: string[] = [];
    let after = "";
    for (let pages = 0; pages < 20; pages += 1) {
      const page = await get(`?limit=${limit}${after}`);
      expect(page.body).toMatchObject({ object: "list", has_more: page.body["next_cursor"] !== null });
      texts.push(page.text);
      const cursor = page.body["next_cursor"];
      if (typeof cursor !== "string") break;
      after = `&starting_after=${cursor}`;
    }
    const shown = texts.flatMap((text) => text.match(/evt_[0-9a-z]{26}(?=",\t)/g) ?? []);
    expect(shown).toEqual(events.map(({ id }) => id));
    for (const { body } of events) expect(texts.some((text) => text.includes(body))).toBe(true);
  });

  it("is empty on its first page for an app without events", async () => {
    const { key } = await addTestApp(stage);
    expect((await get("", key)).body).toEqual({
      object: "list",
      data: [],
      has_more: false,
      next_cursor: null,
    });
  });

  it("hides events from other apps and from keys of the other mode", async () => {
    const [other, live] = [await addTestApp(stage), await addKey(stage, app.appId, true)];
    const id = events[0]?.id ?? "";
    for (const key of [other.key, live.key]) {
      expect((await get(`/${id}`, key)).body).toMatchObject({ status: 404, code: "not_found" });
      expect((await get("", key)).body["data"]).toEqual([]);
      expect((await get(`?starting_after=${id}`, key)).body).toMatchObject({ code: "invalid_request" });
    }
  });

  it.each(["evt_1", "pay_01aaaaaaaaaaaaaaaaaaaaaaaa", "evt_01aaaaaaaaaaaaaaaaaaaaaaaa", "%20"])(
    "has no event %s",
    async (id) => expect((await get(`/${id}`)).body).toMatchObject({ status: 404, code: "not_found" }),
  );

  it.each(["limit=0", "colour=red", "starting_after=evt_none"])(
    "is refused with its fault: %s",
    async (query) => {
      expect((await get(`?${query}`)).body).toMatchObject({ status: 422, code: "invalid_request" });
    },
  );
});
