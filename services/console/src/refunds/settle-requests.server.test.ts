import type { ConsoleInput } from "@compose-pay/contracts";
import { findRefund, type RefundRow, updateOperator, updateRefund } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { openSandboxAccounts } from "../../testing/sandbox-accounts.ts";
import { addApp } from "../../testing/stored-payments.ts";
import { addAccount, channelCallsOf, storeAbnormalRefund } from "../../testing/stored-refunds.ts";

const hostile = `"><script>alert(1)</script>王芳`;
const payout = {
  to: "customer_card",
  bank_type: "ICBC_DEBIT",
  bank_account: "6222020200112233",
  real_name: "Wang Fang",
} as const;
const another = { ...payout, bank_account: "6222020200112244" };

const real = { now: () => new Date() };
let shift = 0;
let stage: ConsoleStage;
let settler: SignedIn;
let approver: SignedIn;
let appId: string;
let accountId: string;

beforeAll(async () => {
  const clock = { now: () => new Date(real.now().getTime() + shift) };
  stage = await openConsoleStage({ clock, changes: { APPROVAL_FROM_FEN: "1000" } });
  settler = await stage.signIn(["payments.read", "refunds.read", "refunds.settle"]);
  approver = await stage.signIn(["payments.read", "refunds.read", "refunds.approve", "refunds.settle"]);
  appId = await addApp(stage);
  const account = { channel: "mock", name: "mock", live: false, baseUrl: null, credentials: {} } as const;
  accountId = await addAccount(stage, account);
});
afterAll(() => stage.close());

const stuck = (amount?: number) =>
  storeAbnormalRefund(stage, { appId, accountId, ...(amount === undefined ? {} : { amount }) });
const settle = ({ id }: RefundRow, to: ConsoleInput<"refunds.settle">["payout"] = payout, who = settler) =>
  who.call("refunds.settle", { id, payout: to });
const approve = (
  id: string,
  to: ConsoleInput<"settle_requests.approve">["payout"] = payout,
  who = approver,
) => who.call("settle_requests.approve", { id, payout: to });
const stateOf = async ({ id }: RefundRow) => (await findRefund(stage.database.connection, id))?.refund.state;

async function waiting(who = settler) {
  const refund = await stuck();
  const { request } = (await settle(refund, payout, who)).data();
  if (request === null) throw new Error("no second person was asked for");
  return { refund, id: request.id };
}

describe("refunds.settle", () => {
  it("goes to a card at once below the limit, and to the merchant at any amount", async () => {
    const [small, large] = [await stuck(999), await stuck()];
    for (const settled of [await settle(small), await settle(large, { to: "merchant" })])
      expect(settled.data()).toMatchObject({
        outcome: "taken",
        request: null,
        refund: { state: "succeeded" },
      });
    expect((await settle(small)).problem()).toMatchObject({
      code: "conflict",
      detail: "the refund is succeeded and not abnormal",
    });
  });

  it("is refused for what is not abnormal, and where the account cannot be used; no card is in the audit", async () => {
    const refund = await stuck(10);
    await updateRefund(stage.database.connection, refund, { state: "processing" });
    expect((await settle(refund)).problem()).toMatchObject({
      code: "conflict",
      detail: "the refund is processing and not abnormal",
    });
    const lost = await storeAbnormalRefund(stage, { appId, accountId: "acc_none", amount: 10 });
    expect((await settle(lost, { to: "merchant" })).problem().code).toBe("channel_unavailable");
    expect((await settle(lost)).problem().code).toBe("channel_unavailable");
    expect((await settle(refund, { ...payout, bank_account: "62-22" })).problem()).toMatchObject({
      code: "invalid_request",
      errors: [{ path: "payout.bank_account" }],
    });
    for (const subject of [refund.id, lost.id]) {
      const acts = await auditOf(stage, { subject, action: "refunds.settle" });
      expect(acts.length).toBeGreaterThan(0);
      expect(JSON.stringify(acts)).not.toMatch(/6222020200112233|Wang Fang/);
    }
  });

  it("waits for a second person from the limit on, and says so in the list, the refund and the payment", async () => {
    const refund = await stuck(1_000);
    const settled = (await settle(refund)).data();
    expect(settled).toMatchObject({
      outcome: "waiting",
      not_taken: null,
      refund: { state: "abnormal" },
      request: {
        kind: "settle",
        state: "waiting",
        amount: 1_000,
        refund_id: refund.id,
        card: { bank_type: "ICBC_DEBIT", ends_in: "2233" },
        requested_by: { email: settler.operator.email },
      },
    });
    const id = settled.request?.id;
    expect((await settle(refund)).data().request?.id).toBe(id);
    expect((await settle(refund, another)).problem().code).toBe("conflict");
    const listed = (await approver.call("refund_requests.list", {})).data().rows;
    expect(listed.map((row) => row.id)).toContain(id);
    const shown = (await settler.call("refunds.show", { id: refund.id })).data();
    expect(shown).toMatchObject({ card_needs_second: true, requests: [{ id, state: "waiting" }] });
    const small = (await settler.call("refunds.show", { id: (await stuck(999)).id })).data();
    expect(small).toMatchObject({ card_needs_second: false, requests: [] });
    const { refund_requests } = (await settler.call("payments.show", { id: refund.paymentId })).data();
    expect(refund_requests).toMatchObject([{ id, kind: "settle" }]);
    expect(await channelCallsOf(stage, refund)).toBe(0);
    expect(JSON.stringify([settled, listed, shown])).not.toMatch(/6222020200112233|Wang Fang/);
  });
});

describe("a second person", () => {
  it("enters the card once more; whoever asked cannot, nor who may only settle, nor without the second factor", async () => {
    const { refund, id } = await waiting(approver);
    expect((await approve(id)).problem()).toMatchObject({
      code: "not_permitted",
      detail: "who has asked for it cannot agree to it; it needs a second person",
    });
    expect((await approve(id, payout, settler)).problem().code).toBe("not_permitted");
    const second = await stage.signIn(["refunds.approve"]);
    shift = 301_000;
    try {
      expect((await approve(id, payout, second)).problem().code).toBe("step_up_required");
    } finally {
      shift = 0;
    }
    expect(await channelCallsOf(stage, refund)).toBe(0);
    expect((await approve(id, payout, second)).data()).toMatchObject({
      outcome: "taken",
      refund: { id: refund.id, state: "succeeded" },
      request: { state: "approved", decided_by: { id: second.operator.id } },
    });
    for (const [subject, action] of [
      [refund.id, "refunds.settle"],
      [id, "settle_requests.approve"],
    ] as const) {
      const acts = await auditOf(stage, { subject, action });
      expect(acts.map(({ phase }) => phase)).toContain("done");
      const place = { to: "customer_card", bank_type: "ICBC_DEBIT", card_ends_in: "2233" };
      expect(acts[0]).toMatchObject({ phase: "asked", details: { input: { payout: place } } });
      expect(JSON.stringify(acts)).toContain("2233");
      expect(JSON.stringify(acts)).not.toMatch(/6222020200112233|Wang Fang/);
    }
  });

  it("is one of two at once, and the channel is called once", async () => {
    const { refund, id } = await waiting();
    const third = await stage.signIn(["refunds.approve"]);
    const both = await Promise.all([approve(id), approve(id, payout, third)]);
    expect(both.map(({ status }) => status).toSorted((one, next) => one - next)).toEqual([200, 409]);
    expect(await channelCallsOf(stage, refund)).toBe(1);
    expect((await approve(id)).problem()).toMatchObject({
      code: "conflict",
      detail: "somebody has decided on it already",
    });
  });

  it("who enters another card is told so, five times at most, and each is in the audit", async () => {
    const { refund, id } = await waiting();
    const wrong = { ...payout, real_name: hostile };
    expect((await approve(id, wrong)).problem()).toMatchObject({
      code: "card_differs",
      detail: "this is not the card that was asked for; tries left: 4",
    });
    for (let tries = 0; tries < 3; tries += 1) await approve(id, another);
    expect((await approve(id, another)).problem().detail).toContain("the request has lapsed");
    expect((await approve(id)).problem().detail).toBe(
      "the request has lapsed: other cards were entered too often",
    );
    const lapsed = (await approver.call("refund_requests.list", { state: "lapsed" })).data().rows;
    expect(lapsed.find((row) => row.id === id)).toMatchObject({
      decided_by: null,
      decision_reason: "destination_differs",
    });
    expect([await stateOf(refund), await channelCallsOf(stage, refund)]).toEqual(["abnormal", 0]);
    const acts = await auditOf(stage, { subject: id, action: "settle_requests.approve" });
    expect(acts.filter(({ phase }) => phase === "refused")).toHaveLength(6);
    expect(JSON.stringify(acts)).not.toMatch(/62220202001122|script|王芳/);
  });

  it("cannot agree to what is settled already, or wanted by somebody who is disabled", async () => {
    const settled = await waiting();
    await settle(settled.refund, { to: "merchant" }, approver);
    expect((await approve(settled.id)).problem().detail).toBe(
      "the request has lapsed: the refund is abnormal no more",
    );
    const gone = await stage.signIn(["refunds.settle"]);
    const { refund, id } = await waiting(gone);
    await updateOperator(stage.database.connection, gone.operator.id, { state: "disabled" });
    expect((await approve(id)).problem()).toMatchObject({
      code: "conflict",
      detail: "who has asked for it may not do so any more; it can be rejected alone",
    });
    expect(await channelCallsOf(stage, refund)).toBe(0);
    const rejected = await approver.call("refund_requests.reject", { id, reason: hostile });
    expect(rejected.data()).toMatchObject({ state: "rejected", decision_reason: hostile });
  });

  it("is refused what is no card, no such request, or a request for a refund", async () => {
    const { id } = await waiting();
    expect((await approve(id, { ...payout, bank_account: "62-22" })).problem()).toMatchObject({
      code: "invalid_request",
      errors: [{ path: "payout.bank_account" }],
    });
    expect((await approve("rrq_none")).problem().code).toBe("not_found");
    expect((await approver.call("refund_requests.approve", { id })).problem().code).toBe("not_found");
  });
});

describe("a request for where money goes", () => {
  it("is withdrawn by whoever made it, and by nobody else", async () => {
    const { refund, id } = await waiting();
    const withdraw = (who: SignedIn, more = {}) => who.call("settle_requests.withdraw", { id, ...more });
    expect((await withdraw(approver)).problem().code).toBe("not_permitted");
    const creator = await stage.signIn(["refunds.create"]);
    expect((await withdraw(creator)).problem().code).toBe("not_permitted");
    expect((await withdraw(settler, { reason: "wrong card" })).data()).toMatchObject({
      state: "withdrawn",
      decided_by: { id: settler.operator.id },
      decision_reason: "wrong card",
    });
    expect((await approve(id)).problem().code).toBe("conflict");
    expect(await channelCallsOf(stage, refund)).toBe(0);
    const phases = (await auditOf(stage, { subject: id, action: "settle_requests.withdraw" })).map(
      ({ phase }) => phase,
    );
    expect(phases).toEqual(["asked", "refused", "asked", "done"]);
  });
});

describe("a channel that has certainly done nothing", () => {
  it("is no unknown outcome: the page is told why, and a second person may agree once more", async () => {
    const sandbox = await openSandboxAccounts();
    try {
      const { base_url: baseUrl, ...file } = await sandbox.wechat();
      const wechat = await addAccount(stage, { ...file, name: "throttled", baseUrl });
      const attempt = { channel: "wechat", method: "wechat_native" } as const;
      const refund = await storeAbnormalRefund(stage, { appId, accountId: wechat, attempt });
      const before = await findRefund(stage.database.connection, refund.id);
      const { request } = (await settle(refund)).data();
      await sandbox.throttleNext("refund");
      expect((await approve(request?.id ?? "")).data()).toMatchObject({
        outcome: "not_taken",
        not_taken: "throttled",
        refund: { state: "abnormal" },
        request: { state: "waiting", decided_by: null },
      });
      expect(await findRefund(stage.database.connection, refund.id)).toEqual(before);
      await sandbox.throttleNext("refund");
      expect((await settle(refund, { to: "merchant" })).data()).toMatchObject({
        outcome: "not_taken",
        not_taken: "throttled",
      });
      const acts = await auditOf(stage, { subject: refund.id, action: "refunds.settle" });
      expect(acts.at(-1)).toMatchObject({
        details: { after: { outcome: "not_taken", reason: "throttled" } },
      });
    } finally {
      await sandbox.close();
    }
  });
});
