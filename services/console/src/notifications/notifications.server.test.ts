import {
  attempts,
  type ChannelNotificationRow,
  insertChannelNotifications,
  outbox,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

let stage: ConsoleStage;
let caller: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage();
  caller = await stage.signIn(["notifications.read", "notifications.act"]);
});
afterAll(() => stage.close());

let posted = 0;

/** One that was refused; each comes a second after the one before. */
async function add(notification: Partial<ChannelNotificationRow> = {}): Promise<ChannelNotificationRow> {
  posted += 1;
  const receivedAt = new Date(Date.UTC(2026, 2, 1, 8) + posted * 1_000);
  const row: ChannelNotificationRow = {
    id: newId("ntf"),
    channelAccountId: "acc_1",
    channel: "wechat",
    notificationId: null,
    attemptId: null,
    refundId: null,
    verdict: "refused",
    reason: "signature_invalid",
    timesReceived: 1,
    headers: { "wechatpay-serial": "77", "content-type": "application/json" },
    body: Buffer.from("{}"),
    traceId: "trace",
    receivedAt,
    dueAt: null,
    processedAt: receivedAt,
    ...notification,
  };
  await insertChannelNotifications(stage.database.connection, [row]);
  return row;
}

/** @returns the id of a new attempt of the payment */
async function addPaymentAttempt(paymentId: string): Promise<string> {
  const id = newId("att");
  const at = new Date();
  await stage.database.connection.insert(attempts).values({
    id,
    paymentId,
    method: "wechat_native",
    channel: "wechat",
    channelAccountId: "acc_1",
    amount: 1,
    currency: "CNY",
    state: "pending",
    queriesMade: 0,
    closeRequested: false,
    traceId: "trace",
    createdAt: at,
    expiresAt: at,
  });
  return id;
}

async function pagesOf(input: object): Promise<readonly string[]> {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const more: { after?: string } = after === null ? {} : { after };
    const page: { rows: readonly { id: string }[]; next: string | null } = (
      await caller.call("notifications.list", { ...input, limit: "2", ...more })
    ).data();
    seen.push(...page.rows.map(({ id }) => id));
    after = page.next;
  } while (after !== null);
  return seen;
}

describe("notifications.list", () => {
  it("shows them newest first, by verdict, by account and by both, each of them once", async () => {
    const made: ChannelNotificationRow[] = [];
    for (const verdict of ["refused", "applied", "received", "applied", "refused", "ignored"] as const)
      for (const channelAccountId of ["acc_a", "acc_b"]) made.push(await add({ verdict, channelAccountId }));
    const newest = made.toReversed();
    const idsOf = (wanted: (row: ChannelNotificationRow) => boolean) =>
      newest.filter(wanted).map(({ id }) => id);
    expect(await pagesOf({})).toEqual(idsOf(() => true));
    expect(await pagesOf({ verdict: "applied" })).toEqual(idsOf(({ verdict }) => verdict === "applied"));
    expect(await pagesOf({ account_id: "acc_a" })).toEqual(
      idsOf(({ channelAccountId }) => channelAccountId === "acc_a"),
    );
    expect(await pagesOf({ account_id: "acc_b", verdict: "refused" })).toEqual(
      idsOf(({ channelAccountId, verdict }) => channelAccountId === "acc_b" && verdict === "refused"),
    );
    const wrong = await caller.call("notifications.list", { after: "ntf_none" });
    expect(wrong.problem().errors).toMatchObject([{ path: "after" }]);
  });
});

describe("notifications.list of a payment", () => {
  it("shows those about its attempts, and none of another's", async () => {
    const mine = await addPaymentAttempt("pay_mine");
    const about = [await add({ attemptId: mine, verdict: "applied" }), await add({ attemptId: mine })];
    await add({ attemptId: await addPaymentAttempt("pay_other") });
    const newest = about.toReversed().map(({ id }) => id);
    expect(await pagesOf({ payment_id: "pay_mine" })).toEqual(newest);
    expect(await pagesOf({ payment_id: "pay_mine", verdict: "applied" })).toEqual([about[0]?.id]);
    expect(await pagesOf({ payment_id: "pay_none" })).toEqual([]);
  });
});

describe("notifications.show", () => {
  it("has what was posted as the text that it is, but for who paid", async () => {
    const form =
      "gmt_create=1&buyer_logon_id=lin%40example.com&buyer_pay_amount=0.01&buyer_id=2088&subject=%3Cb%3E";
    const { id } = await add({ channel: "alipay", body: Buffer.from(form), timesReceived: 3 });
    expect((await caller.call("notifications.show", { id })).data()).toMatchObject({
      id,
      verdict: "refused",
      reason: "signature_invalid",
      times_received: 3,
      headers: { "wechatpay-serial": "77", "content-type": "application/json" },
      body: "gmt_create=1&buyer_logon_id=***&buyer_pay_amount=0.01&buyer_id=***&subject=%3Cb%3E",
      is_masked: true,
    });
    const body = `<script>alert(1)</script>\u0000\u202e`;
    const hostile = await add({ body: Buffer.concat([Buffer.from(body), Buffer.from([0xff])]) });
    const shown = (await caller.call("notifications.show", { id: hostile.id })).data();
    expect(shown).toMatchObject({ body: `${body}\ufffd`, is_masked: false });
    expect((await caller.call("notifications.show", { id: "ntf_none" })).problem().code).toBe("not_found");
  });
});

describe("notifications.process", () => {
  it("has a worker process it again, and says in the audit what it was", async () => {
    const { id } = await add();
    expect((await caller.call("notifications.process", { id })).data()).toMatchObject({
      id,
      verdict: "received",
      reason: "was_refused",
      processed_at: null,
    });
    const waiting = await stage.database.connection.select().from(outbox);
    const depths = await stage.messaging.queueDepths();
    expect(waiting.length + (depths.get("channel.wechat.notifications") ?? 0)).toBe(1);
    const [, written] = await auditOf(stage, { action: "notifications.process", subject: id });
    expect(written).toMatchObject({
      phase: "done",
      operator: caller.operator.email,
      details: { before: { verdict: "refused" }, after: { verdict: "received", reason: "was_refused" } },
    });
    const looker = await stage.signIn(["notifications.read"]);
    expect((await looker.call("notifications.process", { id })).problem().code).toBe("not_permitted");
    expect((await caller.call("notifications.process", { id: "ntf_none" })).problem().code).toBe("not_found");
  });
});
