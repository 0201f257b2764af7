import type { NextAction, Payment } from "@compose-pay/contracts";
import { isBarcode, type Method, servedMethods } from "@compose-pay/domain";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RealChannel } from "./harness/customer.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { untilStatus } from "./harness/until-status.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ env: { "reconcile-worker": { SWEEP_EVERY_MS: "250" } } });
});
afterAll(() => stage.close());

interface Way {
  /** What the method asks for beside the order. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** What the customer is shown; null where the till takes the money at once. */
  readonly action: NextAction["type"] | null;
}

const openid = { payer: { openid: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o" } };

const ways: Readonly<Record<Exclude<Method, "mock" | "checkout">, Way>> = {
  wechat_native: { action: "qr_code" },
  wechat_jsapi: { fields: openid, action: "wechat_jsapi" },
  wechat_mini: { fields: openid, action: "wechat_jsapi" },
  wechat_h5: { fields: { client_ip: "203.0.113.7" }, action: "redirect" },
  wechat_app: { action: "wechat_app" },
  wechat_codepay: { fields: { payer: { auth_code: "130000000000000000" } }, action: null },
  alipay_page: { action: "redirect" },
  alipay_wap: { action: "redirect" },
  alipay_app: { action: "alipay_app" },
  alipay_qr: { action: "qr_code" },
  alipay_jsapi: { fields: { payer: { buyer_id: "2088102146225135" } }, action: "alipay_jsapi" },
  alipay_barcode: { fields: { payer: { auth_code: "281234567890123456" } }, action: null },
};

const real = servedMethods.filter((method) => method !== "mock");

describe.concurrent("a payment by", () => {
  it.each(real)(
    "%s goes from the API to its channel, is paid there and told to the merchant",
    async (method) => {
      const { merchant, customer, shop, books } = stage;
      const { fields = {}, action } = ways[method];
      const made = await merchant.mustCreate({ method, amount: 4_200, ...fields });
      const channel = channelNameOf(method);
      expect(made).toMatchObject({ method, channel });
      if (action !== null) {
        expect(made).toMatchObject({ status: "requires_action", next_action: { type: action } });
        await open(made);
        expect(await customer.pay(channel, made.attempt.id)).not.toBeNull();
      }
      const { event } = await shop.hear(made.id, "payment.succeeded");
      expect(event.data).toMatchObject({ method, amount: 4_200, status: "succeeded", next_action: null });
      const truth = await customer.truth(channel, made.attempt.id);
      expect(truth).toMatchObject({ status: "paid", amount: 4_200 });
      expect(event.data).toMatchObject({ attempt: { channel_trade_no: truth?.transaction_id } });
      expect(await books.eventsOf(made.id)).toEqual(["payment.succeeded"]);
      const [row] = await books.rows("SELECT fee FROM payments WHERE id = ?", [made.id]);
      expect(Number(row?.["fee"])).toBe(25);
    },
  );

  it.each(real.filter((method) => !isBarcode(method)))(
    "%s that nobody pays is closed there and then here",
    async (method) => {
      const { merchant, customer, shop, books } = stage;
      const made = await merchant.mustCreate({ method, ...ways[method].fields });
      await open(made);
      const channel = channelNameOf(method);
      // Where the customer has a page, the order begins at Alipay when they log in there.
      await customer.scan(channel, made.attempt.id);
      const sql = "UPDATE attempts SET expires_at = UTC_TIMESTAMP(3), due_at = UTC_TIMESTAMP(3) WHERE id = ?";
      expect(await books.change(sql, [made.attempt.id])).toBe(1);
      await shop.hear(made.id, "payment.closed", 30_000);
      expect(await customer.truth(channel, made.attempt.id)).toMatchObject({ status: "closed" });
      expect(await customer.pay(channel, made.attempt.id)).toBeNull();
      expect(await books.eventsOf(made.id)).toEqual(["payment.closed"]);
    },
  );
});

/** Codes whose customer is asked for the PIN. */
const pinCodes = [
  ["wechat_codepay", "wechat", "130000000000000002"],
  ["alipay_barcode", "alipay", "281234567890129003"],
] as const;

describe.concurrent("at the till", () => {
  it.each(pinCodes)("%s waits for the customer, who pays", async (method, channel, authCode) => {
    const { merchant, customer, shop } = stage;
    const made = await merchant.mustCreate({ method, payer: { auth_code: authCode } });
    expect(made).toMatchObject({ status: "requires_action", next_action: { type: "await_customer" } });
    expect(await customer.pay(channel, made.attempt.id)).not.toBeNull();
    await shop.hear(made.id, "payment.succeeded", 20_000);
  });

  it.each(pinCodes)(
    "%s is asked about every five seconds for half a minute and then cancelled",
    async (method, channel, authCode) => {
      const { merchant, customer, shop, books } = stage;
      const made = await merchant.mustCreate({ method, payer: { auth_code: authCode } });
      const startedAt = performance.now();
      await shop.hear(made.id, "payment.closed", 50_000);
      const seconds = (performance.now() - startedAt) / 1_000;
      expect(seconds).toBeGreaterThan(25);
      expect(seconds).toBeLessThan(45);
      expect(await customer.truth(channel, made.attempt.id)).toMatchObject({ status: "closed" });
      const calls = await books.callsOf(made.attempt.id);
      expect(calls.filter((call) => call.startsWith("create"))).toHaveLength(1);
      const closeAt = calls.findIndex((call) => call.startsWith("close"));
      expect(closeAt).toBeGreaterThan(0);
      // 30 s of waits of 4.5 to 5.5 s, and the look at their end; the close asks once more, on its own account.
      const looks = calls
        .slice(calls.indexOf("create ok"), closeAt)
        .filter((call) => call === "query ok").length;
      expect(looks).toBeGreaterThanOrEqual(5);
      expect(looks).toBeLessThanOrEqual(8);
    },
    70_000,
  );

  it("no code is kept that was used", async () => {
    const { merchant, books } = stage;
    const code = "130000000000007777";
    const made = await merchant.mustCreate({ method: "wechat_codepay", payer: { auth_code: code } });
    const row = await books.attempt(made.attempt.id);
    expect(JSON.stringify(row)).not.toContain(code);
  });
});

describe("a payment code whose create has no answer", () => {
  it.each(pinCodes)(
    "of %s is never created again, and ends as its channel says",
    async (method, channel, authCode) => {
      const { merchant, customer, books } = stage;
      await customer.setFaults([{ channel, operation: "create", fault: "reset_after", times: 1 }]);
      const body = { method, payer: { auth_code: authCode } };
      const made = await merchant.mustCreate(body, { prefer: "wait=0" });
      await untilStatus(merchant, made.id, "requires_action");
      expect(await customer.pay(channel, made.attempt.id)).not.toBeNull();
      await untilStatus(merchant, made.id, "succeeded");
      const calls = await books.callsOf(made.attempt.id);
      expect(calls.filter((call) => call.startsWith("create"))).toHaveLength(1);
    },
    60_000,
  );

  it.each(pinCodes)(
    "of %s that never reached its channel is not created again, and is closed",
    async (method, channel, authCode) => {
      const { merchant, customer, shop, books } = stage;
      await customer.setFaults([{ channel, operation: "create", fault: "reset_before", times: 1 }]);
      const body = { method, payer: { auth_code: authCode } };
      const made = await merchant.mustCreate(body, { prefer: "wait=0" });
      const isAskedAbout = async () =>
        (await books.callsOf(made.attempt.id)).some((call) => call === "query ok");
      await waitFor(isAskedAbout, { deadlineMs: 30_000, what: "the question for the order" });
      // The time at the till, and that in which a create could still arrive.
      const sql =
        "UPDATE attempts SET created_at = created_at - INTERVAL 100 SECOND, due_at = UTC_TIMESTAMP(3) WHERE id = ?";
      expect(await books.change(sql, [made.attempt.id])).toBe(1);
      await shop.hear(made.id, "payment.closed", 40_000);
      const calls = await books.callsOf(made.attempt.id);
      expect(calls.filter((call) => call.startsWith("create"))).toHaveLength(1);
      expect((await customer.truth(channel, made.attempt.id))?.status ?? "closed").toBe("closed");
    },
    90_000,
  );
});

function channelNameOf(method: Method): RealChannel {
  return method.startsWith("wechat_") ? "wechat" : "alipay";
}

/** What the customer's browser or app does with what the merchant was given. */
async function open({ next_action: action }: Payment): Promise<void> {
  if (action?.type === "redirect") expect((await fetch(action.url)).status).toBe(200);
  if (action?.type !== "alipay_app") return;
  const answer = await fetch(`${stage.product.sandboxUrl}/control/alipay/app-pay`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ order_string: action.order_string }),
  });
  expect(answer.status).toBeLessThan(300);
}
