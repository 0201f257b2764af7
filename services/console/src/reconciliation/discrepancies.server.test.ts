import type { ConsoleInput } from "@compose-pay/contracts";
import { findDiscrepancy } from "@compose-pay/database";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { storeOpenAttempt } from "../../testing/open-attempt.ts";
import { raise, twoSides } from "../../testing/stored-discrepancy.ts";

let now = new Date("2026-03-05T08:00:00.000Z");
const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1_000));
let stage: ConsoleStage;
let reader: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage({ clock: { now: () => now } });
  reader = await stage.signIn(["reconciliation.read"]);
});
afterAll(() => stage.close());

const decider = () => stage.signIn(["reconciliation.read", "reconciliation.act", "reconciliation.approve"]);

async function ids(input: ConsoleInput<"discrepancies.list">): Promise<readonly string[]> {
  return (await reader.call("discrepancies.list", input)).data().rows.map(({ id }) => id);
}

describe("the list of discrepancies", () => {
  it("is narrowed by state, type, account, run, day and age, and goes page by page, newest first", async () => {
    const { database } = stage;
    const listed = { channelAccountId: "acc_list" };
    const foundAt = new Date("2026-02-01T00:00:00.000Z");
    await raise(database, { id: "dsc_l1", ...listed, foundAt });
    await raise(database, { id: "dsc_l2", ...listed, type: "fee_differs" });
    await raise(database, { id: "dsc_l3", ...listed, runId: "run_l", day: "2026-02-28" });
    await raise(database, { id: "dsc_l4", ...listed, state: "resolved" });
    const account_id = "acc_list";
    const first = (await reader.call("discrepancies.list", { account_id, limit: "2" })).data();
    expect(first.rows.map(({ id }) => id)).toEqual(["dsc_l3", "dsc_l2"]);
    expect(await ids({ account_id, limit: "2", after: first.next ?? "" })).toEqual(["dsc_l1"]);
    expect(await ids({ account_id, type: "fee_differs" })).toEqual(["dsc_l2"]);
    expect(await ids({ account_id, state: "resolved" })).toEqual(["dsc_l4"]);
    expect(await ids({ run_id: "run_l" })).toEqual(["dsc_l3"]);
    expect(await ids({ day: "2026-02-28" })).toEqual(["dsc_l3"]);
    expect(await ids({ day: "2026-02-28", account_id, type: "missing_here" })).toEqual(["dsc_l3"]);
    expect(await ids({ run_id: "run_l", type: "fee_differs" })).toEqual([]);
    for (const other of [{ account_id }, { day: "2026-02-28" }]) {
      const refused = await reader.call("discrepancies.list", { run_id: "run_l", ...other });
      expect(refused.problem().errors).toMatchObject([{ path: "run_id" }]);
    }
    expect(await ids({ account_id, found_before: "2026-02-02T00:00:00.000Z" })).toEqual(["dsc_l1"]);
    expect(JSON.stringify(first)).not.toContain("what the channel said");
    const unknown = await reader.call("discrepancies.list", { after: "dsc_none" });
    expect(unknown.problem().errors).toMatchObject([{ path: "after" }]);
  });
});

describe("a discrepancy", () => {
  it("shows ours beside the channel's and marks what differs", async () => {
    await raise(stage.database, { id: "dsc_s1", type: "amount_differs", runId: "run_1", evidence: twoSides });
    const shown = (await reader.call("discrepancies.show", { id: "dsc_s1" })).data();
    expect(shown.lines).toContainEqual({ name: "amount", here: 10_000, there: 10_100, differs: true });
    expect(shown.lines).toContainEqual({
      name: "state",
      here: "succeeded",
      there: "succeeded",
      differs: false,
    });
    expect(shown.about).toContainEqual({ name: "out_no", value: "att_1" });
    expect(shown).toMatchObject({ is_absent_here: false, is_absent_there: false, account_name: null });
    expect((await reader.call("discrepancies.show", { id: "dsc_none" })).status).toBe(404);
  });

  it("says what a resolution would do, and changes nothing", async () => {
    const row = await raise(stage.database, { id: "dsc_p1" });
    const local = await reader.call("discrepancies.preview", { id: row.id, resolution: "accept_local" });
    expect(local.data()).toMatchObject({ allowed: true, needs_approval: false, effects: [] });
    const refund = await reader.call("discrepancies.preview", { id: row.id, resolution: "refund" });
    expect(refund.data()).toMatchObject({ allowed: false, refusal: "nothing_of_ours" });
    expect(await findDiscrepancy(stage.database.connection, "dsc_p1")).toEqual(row);
  });

  it("that is small is resolved at once, once, under the operator's name, and is in the audit", async () => {
    await raise(stage.database, { id: "dsc_r1" });
    const operator = await decider();
    const wish = { id: "dsc_r1", resolution: "accept_local", reason: "客户已确认 <script>" } as const;
    expect((await operator.call("discrepancies.resolve", wish)).data()).toMatchObject({
      state: "resolved",
      resolved_by: operator.operator.email,
      reason: "客户已确认 <script>",
    });
    expect((await operator.call("discrepancies.resolve", wish)).problem().code).toBe("conflict");
    const written = await auditOf(stage, { action: "discrepancies.resolve", subject: "dsc_r1" });
    expect(written.map(({ phase }) => phase)).toEqual(["asked", "done", "asked", "refused"]);
    expect(written[1]).toMatchObject({
      operator: operator.operator.email,
      details: { before: { state: "open" }, after: { state: "resolved", resolution: "accept_local" } },
    });
    const refund = { ...wish, id: "dsc_p1", resolution: "refund" } as const;
    const refusal = (await operator.call("discrepancies.resolve", refund)).problem();
    expect(refusal).toMatchObject({
      code: "conflict",
      detail: expect.stringContaining("nothing_of_ours") as string,
    });
  });

  it("that has the channel asked sends the question on its way", async () => {
    const attemptId = await storeOpenAttempt(stage.database, now);
    await raise(stage.database, {
      id: "dsc_a1",
      type: "unconfirmed",
      attemptId,
      channelAccountId: "acc_mock",
    });
    const operator = await decider();
    const wish = { id: "dsc_a1", resolution: "accept_channel", reason: "ask" } as const;
    const preview = await operator.call("discrepancies.preview", {
      id: wish.id,
      resolution: wish.resolution,
    });
    expect(preview.data().effects).toEqual([{ type: "ask_about_payment" }]);
    expect((await operator.call("discrepancies.resolve", wish)).data().state).toBe("resolved");
    const depth = async () => (await stage.messaging.queueDepths()).get("channel.mock.background");
    await waitFor(async () => (await depth()) === 1, { deadlineMs: 10_000 });
  });
});

async function heldOpen(id: string) {
  return (await reader.call("discrepancies.show", { id })).data().held_open;
}

describe("a discrepancy that a run over an uploaded bill did not find any more", () => {
  it("says so while nobody has decided on it", async () => {
    const outcome = { held_open: { run: "run_h", bill: "bil_h", uploaded_by: "lin", at: now.toISOString() } };
    await raise(stage.database, { id: "dsc_h1" });
    await raise(stage.database, { id: "dsc_h2", state: "resolved" });
    await raise(stage.database, { id: "dsc_h3" });
    await stage.database.pool.query("UPDATE discrepancies SET outcome = ? WHERE id IN ('dsc_h1', 'dsc_h2')", [
      JSON.stringify(outcome),
    ]);
    expect(await heldOpen("dsc_h1")).toEqual({
      run_id: "run_h",
      bill_id: "bil_h",
      uploaded_by: "lin",
      at: now.toISOString(),
    });
    expect([await heldOpen("dsc_h2"), await heldOpen("dsc_h3")]).toEqual([null, null]);
  });
});

describe("a decision about much money", () => {
  const resolve = { resolution: "ignore", reason: "known" } as const;

  it("waits for a second person, who is another one, and has looked at this very decision", async () => {
    await raise(stage.database, { id: "dsc_f1", amount: 100_000 });
    const [anna, bert] = [await decider(), await decider()];
    const decided = (await anna.call("discrepancies.resolve", { id: "dsc_f1", ...resolve })).data();
    expect(decided).toMatchObject({ state: "awaiting_approval", resolved_by: anna.operator.email });
    const decided_at = decided.decided_at ?? "";
    const own = (await anna.call("discrepancies.approve", { id: "dsc_f1", decided_at })).problem();
    expect(own).toMatchObject({
      code: "conflict",
      detail: expect.stringContaining("second person") as string,
    });

    later(1);
    await bert.call("discrepancies.reject", { id: "dsc_f1", reason: "ask first", decided_at });
    const anew = { id: "dsc_f1", resolution: "accept_local", reason: "asked" } as const;
    const second = (await anna.call("discrepancies.resolve", anew)).data();
    for (const old of [
      await bert.call("discrepancies.approve", { id: "dsc_f1", decided_at }),
      await bert.call("discrepancies.reject", { id: "dsc_f1", decided_at, reason: "not this" }),
    ]) {
      expect(old.problem()).toMatchObject({
        code: "conflict",
        detail: expect.stringContaining("look at it again") as string,
      });
    }

    const seen = { id: "dsc_f1", decided_at: second.decided_at ?? "" };
    expect((await bert.call("discrepancies.approve", seen)).data()).toMatchObject({
      state: "resolved",
      resolution: "accept_local",
      resolved_by: anna.operator.email,
      approved_by: bert.operator.email,
    });
    const approvals = await auditOf(stage, { action: "discrepancies.approve", subject: "dsc_f1" });
    expect(approvals.find(({ phase }) => phase === "done")).toMatchObject({
      operator: bert.operator.email,
      details: { before: { state: "awaiting_approval" }, after: { approved_by: bert.operator.email } },
    });
  });

  it("is done by one of two who agree at once", async () => {
    await raise(stage.database, { id: "dsc_f2", amount: null });
    const [anna, bert, carl] = [await decider(), await decider(), await decider()];
    const decided = (await anna.call("discrepancies.resolve", { id: "dsc_f2", ...resolve })).data();
    const seen = { id: "dsc_f2", decided_at: decided.decided_at ?? "" };
    const both = await Promise.all([bert, carl].map((one) => one.call("discrepancies.approve", seen)));
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 409]));
  });

  it("is open again when it is rejected, and keeps who had decided what", async () => {
    await raise(stage.database, { id: "dsc_f3", amount: 100_000 });
    const [anna, bert] = [await decider(), await decider()];
    const decided = (await anna.call("discrepancies.resolve", { id: "dsc_f3", ...resolve })).data();
    const seen = { id: "dsc_f3", decided_at: decided.decided_at ?? "" };
    const rejected = await bert.call("discrepancies.reject", { ...seen, reason: "not yet" });
    expect(rejected.data()).toMatchObject({ state: "open", resolution: null });
    const { outcome } = (await reader.call("discrepancies.show", { id: "dsc_f3" })).data();
    expect(outcome).toMatchObject({
      rejections: [{ decided_by: anna.operator.email, rejected_by: bert.operator.email }],
    });
    expect((await bert.call("discrepancies.reject", { ...seen, reason: "x" })).problem().code).toBe(
      "conflict",
    );
  });

  it("waits for a second person from the amount on that operators have set while everything runs", async () => {
    await raise(stage.database, { id: "dsc_f5", amount: 50_000 });
    const anna = await decider();
    const boss = await stage.signIn(["settings.read", "settings.manage"]);
    const name = "approval_from_fen";
    const { rows } = (await boss.call("settings.list", {})).data();
    const expected_version = rows.find((one) => one.name === name)?.version ?? "";
    const preview = { id: "dsc_f5", resolution: resolve.resolution };
    expect((await anna.call("discrepancies.preview", preview)).data().needs_approval).toBe(false);
    await boss.call("settings.put", { name, expected_version, value: 100 });
    expect((await anna.call("discrepancies.preview", preview)).data().needs_approval).toBe(true);
    const decided = (await anna.call("discrepancies.resolve", { id: "dsc_f5", ...resolve })).data();
    expect(decided.state).toBe("awaiting_approval");
  });

  it("takes the right to decide, the right to agree, and the second factor given just now", async () => {
    await raise(stage.database, { id: "dsc_f4", amount: 100_000 });
    const actor = await stage.signIn(["reconciliation.read", "reconciliation.act"]);
    const approver = await stage.signIn(["reconciliation.read", "reconciliation.approve"]);
    const wish = { id: "dsc_f4", ...resolve };
    const approval = { id: "dsc_f4", decided_at: now.toISOString() };
    expect((await reader.call("discrepancies.resolve", wish)).problem().code).toBe("not_permitted");
    expect((await approver.call("discrepancies.resolve", wish)).problem().code).toBe("not_permitted");
    expect((await actor.call("discrepancies.approve", approval)).problem().code).toBe("not_permitted");
    later(301);
    for (const refused of [
      await actor.call("discrepancies.resolve", wish),
      await approver.call("discrepancies.approve", approval),
      await approver.call("discrepancies.reject", { ...approval, reason: "x" }),
    ]) {
      expect(refused.problem().code).toBe("step_up_required");
    }
    expect(await findDiscrepancy(stage.database.connection, "dsc_f4")).toMatchObject({ state: "open" });
  });
});
