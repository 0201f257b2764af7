import { findPayment, insertAttempts, insertPayments, type PaymentRow } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, apiOf, paymentParameters } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { addKey, addTestApp, type TestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;
let app: TestApp;
let other: TestApp;
/** Of `app`, newest first. */
let ids: readonly string[];

const noon = Date.UTC(2026, 0, 31, 12);

beforeAll(async () => {
  stage = await openIngressStage();
  api = apiOf(await stage.start());
  [app, other] = [await addTestApp(stage), await addTestApp(stage)];
  ids = await addPayments(app, 25);
  await addPayments(other, 3);
});
afterAll(() => stage.close());

/** Payments of which always five have one and the same time of creation. */
async function addPayments({ appId, key }: TestApp, count: number): Promise<readonly string[]> {
  const first = await api("POST", "/v1/payments", {
    key,
    json: paymentParameters(),
    headers: { prefer: "wait=0" },
  });
  const template = await findPayment(stage.database.connection, appId, String(first.body["id"]));
  if (template === null) throw new Error("the first payment was not stored");
  const rows = Array.from({ length: count }, (_, index): PaymentRow => {
    const id = newId("pay");
    const createdAt = new Date(noon + Math.floor(index / 5) * 1_000);
    const status = index % 2 === 0 ? "succeeded" : "closed";
    return {
      ...template.payment,
      id,
      orderNo: `order-${index}`,
      createdAt,
      status,
      currentAttemptId: `att_${id.slice(4)}`,
    };
  });
  await insertPayments(stage.database.connection, rows);
  await insertAttempts(
    stage.database.connection,
    rows.map((row) => ({ ...template.attempt, id: row.currentAttemptId, paymentId: row.id })),
  );
  return [...rows.map(({ id }) => id), template.payment.id].toReversed();
}

interface Page {
  readonly object: string;
  readonly data: readonly { readonly id: string; readonly order_no: string; readonly status: string }[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

async function list(query: string, key = app.key): Promise<Page> {
  const answer = await api("GET", `/v1/payments${query}`, { key });
  expect(answer.status).toBe(200);
  // because the shape of a page is what these tests are about
  return answer.body as unknown as Page;
}

async function idsOfAllPages(limit: number, filter = ""): Promise<readonly string[]> {
  const seen: string[] = [];
  let cursor: string | null = "";
  for (let pages = 0; cursor !== null && pages < 100; pages += 1) {
    const after: string = cursor === "" ? "" : `&starting_after=${cursor}`;
    const page: Page = await list(`?limit=${limit}${after}${filter}`);
    expect(page.data.length).toBeLessThanOrEqual(limit);
    seen.push(...page.data.map(({ id }) => id));
    expect(page.has_more).toBe(page.next_cursor !== null);
    cursor = page.next_cursor;
  }
  return seen;
}

describe("the list of payments", () => {
  it("has the newest first, twenty of them, and only the app's own", async () => {
    const page = await list("");
    expect(page.object).toBe("list");
    expect(page.data.map(({ id }) => id)).toEqual(ids.slice(0, 20));
    expect([page.has_more, page.next_cursor]).toEqual([true, ids[19]]);
  });

  it.each([1, 2, 3, 5, 7, 26, 100])(
    "shows each payment once over pages of %i, many of them of one instant",
    async (limit) => {
      expect(await idsOfAllPages(limit)).toEqual(ids);
    },
  );

  it("ends without a cursor when the last page is full", async () => {
    const page = await list("?limit=26");
    expect([page.data.length, page.has_more, page.next_cursor]).toEqual([26, false, null]);
  });

  it("is filtered, and the filter holds over its pages", async () => {
    const closed = await idsOfAllPages(5, "&status=closed");
    expect(closed).toHaveLength(12);
    expect((await list("?order_no=order-7")).data.map(({ order_no }) => order_no)).toEqual(["order-7"]);
    expect((await list("?order_no=order-none")).data).toEqual([]);
    expect((await list("?method=alipay_qr")).data).toEqual([]);
    const from = new Date(noon + 1_000).toISOString();
    const before = new Date(noon + 2_000).toISOString();
    const within = await list(`?created_gte=${from}&created_lt=${before}`);
    expect(within.data.map(({ order_no }) => order_no).toSorted()).toEqual([
      "order-5",
      "order-6",
      "order-7",
      "order-8",
      "order-9",
    ]);
  });

  it("is empty for a key of the other mode", async () => {
    const live = await addKey(stage, app.appId, true);
    expect(await list("", live.key)).toEqual({
      object: "list",
      data: [],
      has_more: false,
      next_cursor: null,
    });
  });

  it.each([
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=ten", "limit"],
    ["limit=1&limit=2", "limit"],
    ["status=paid", "status"],
    ["method=cash", "method"],
    ["created_gte=yesterday", "created_gte"],
    ["colour=red", "colour"],
    ["order_no=", "order_no"],
    ["starting_after=", "starting_after"],
    ["starting_after=%00", "starting_after"],
    ["starting_after=pay_01aaaaaaaaaaaaaaaaaaaaaaaa", "starting_after"],
  ])("is refused with its fault: %s", async (query, path) => {
    const { status, body } = await api("GET", `/v1/payments?${query}`, { key: app.key });
    expect([status, body["code"]]).toEqual([422, "invalid_request"]);
    expect(body["errors"]).toMatchObject([{ path }]);
  });

  it("cannot be begun behind another app's payment", async () => {
    const [foreign] = (await list("", other.key)).data;
    const answer = await api("GET", `/v1/payments?starting_after=${foreign?.id}`, { key: app.key });
    expect(answer.body).toMatchObject({ code: "invalid_request", errors: [{ path: "starting_after" }] });
  });
});
