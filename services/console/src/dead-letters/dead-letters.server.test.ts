import { deadLetterServices, fanOutEvents } from "@compose-pay/contracts";
import { dead, deadLetterOwners, on } from "@compose-pay/messaging";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

const service = "notify-worker";
const soon = { deadlineMs: 10_000, what: "the dead letters" };
let now = new Date();
let stage: ConsoleStage;
let caller: SignedIn;

/** Of an answer that nothing broke off. */
const whole = { unknown: [], is_broken: false };

/** Why every message of the queue dies here. */
const hopeless = `<img src=x onerror="alert(1)"> is no event`;

beforeAll(async () => {
  stage = await openConsoleStage({ clock: { now: () => now } });
  caller = await stage.signIn(["dead_letters.read", "dead_letters.act"]);
  await stage.messaging.consume({
    queue: "notify.events",
    prefetch: 1,
    handlers: [on(fanOutEvents, () => Promise.resolve(dead(hopeless)))],
  });
});
afterAll(() => stage.close());

async function makeDead(ids: readonly string[]): Promise<void> {
  const before = await depth();
  for (const messageId of ids) {
    const body = { event_ids: [`evt_of_${messageId}`] };
    await stage.messaging.publish({
      queue: "notify.events",
      contract: fanOutEvents,
      body,
      traceId: "trace_1",
      messageId,
    });
  }
  await waitFor(async () => (await depth()) === before + ids.length, soon);
}

async function depth(): Promise<number> {
  const { rows } = (await caller.call("dead_letters.queues", {})).data();
  return rows.find((row) => row.service === service)?.depth ?? -1;
}

async function list(limit = "50") {
  return (await caller.call("dead_letters.list", { service, limit })).data().rows;
}

describe("dead letters", () => {
  it("are counted by service, and looked at without being taken away, within the limit", async () => {
    await makeDead(["msg_a", "msg_b", "msg_c"]);
    expect(deadLetterServices).toEqual(deadLetterOwners);
    expect((await caller.call("dead_letters.queues", {})).data().rows).toEqual([
      { service: "channel-worker", depth: 0 },
      { service: "notify-worker", depth: 3 },
      { service: "outbox", depth: 0 },
    ]);
    expect(await list("2")).toHaveLength(2);
    const letters = await list();
    expect(letters.map(({ id }) => id).toSorted()).toEqual(["msg_a", "msg_b", "msg_c"]);
    expect(letters[0]).toMatchObject({ queue: "notify.events", reason: hopeless, trace_id: "trace_1" });
    expect(letters[0]?.body).toMatch(/^\{"event_ids":\["evt_of_msg_[abc]"\]\}$/);
    expect(Date.now() - Date.parse(letters[0]?.died_at ?? "")).toBeLessThan(60_000);
    expect(await depth()).toBe(3);
    const wide = await caller.call("dead_letters.list", { service, limit: "101" });
    expect(wide.problem().errors).toMatchObject([{ path: "limit" }]);
    const all = { service, ids: ["msg_a", "msg_b", "msg_c"], reason: "of a test" } as const;
    expect((await caller.call("dead_letters.drop", all)).data().done).toHaveLength(3);
  });

  it("go page by page, oldest first, and on where the last page ended whatever is settled meanwhile", async () => {
    await makeDead(["msg_p1"]);
    await makeDead(["msg_p2"]);
    await makeDead(["msg_p3"]);
    const first = (await caller.call("dead_letters.list", { service, limit: "2" })).data();
    expect(first.rows.map(({ id }) => id)).toEqual(["msg_p1", "msg_p2"]);
    const gone = { service, ids: ["msg_p1", "msg_p2"], reason: "of a test" } as const;
    expect((await caller.call("dead_letters.drop", gone)).data().done).toHaveLength(2);
    const behind = { service, limit: "2", after: first.next ?? "" } as const;
    const second = (await caller.call("dead_letters.list", behind)).data();
    expect(second).toMatchObject({ rows: [{ id: "msg_p3" }], next: null });
    const wrong = await caller.call("dead_letters.list", { service, after: "msg_p1" });
    expect(wrong.problem().errors).toMatchObject([{ path: "after" }]);
    const rest = { service, ids: ["msg_p3"], reason: "of a test" } as const;
    expect((await caller.call("dead_letters.drop", rest)).data().done).toHaveLength(1);
  });

  it("are replayed to the queue that they came from, the others stay, and the audit says which", async () => {
    await makeDead(["msg_1", "msg_2"]);
    const before = (await list()).find(({ id }) => id === "msg_2");
    const ids = ["msg_2", "msg_9"];
    const answer = (await caller.call("dead_letters.replay", { service, ids })).data();
    expect(answer).toEqual({ done: ["msg_2"], failed: [], missing: ["msg_9"], ...whole });
    // It is handled again, and dies once more: later than before.
    const again = await waitFor(async () => {
      const found = (await list()).find(({ id }) => id === "msg_2");
      return found !== undefined && (found.died_at ?? "") > (before?.died_at ?? "") && found;
    }, soon);
    expect(again).toMatchObject({ trace_id: "trace_1", body: before?.body, faults: 0 });
    expect((await list()).map(({ id }) => id).toSorted()).toEqual(["msg_1", "msg_2"]);
    const written = await auditOf(stage, { action: "dead_letters.replay", subject: service });
    expect(written).toMatchObject([
      { phase: "asked", operator: caller.operator.email, details: { input: { service, ids } } },
      { phase: "done", details: { after: { done: ["msg_2"], missing: ["msg_9"] } } },
    ]);
  });

  it("are dropped with a reason after a second factor, by those who may", async () => {
    await makeDead(["msg_drop", "msg_stay"]);
    const wish = { service, ids: ["msg_drop"], reason: "an event of a test" } as const;
    const looker = await stage.signIn(["dead_letters.read"]);
    expect((await looker.call("dead_letters.drop", wish)).problem().code).toBe("not_permitted");
    const unexplained = await caller.call("dead_letters.drop", { ...wish, reason: " " });
    expect(unexplained.problem().errors).toMatchObject([{ path: "reason" }]);
    const someone = await stage.signIn(["dead_letters.read", "dead_letters.act"]);
    now = new Date(now.getTime() + 301_000);
    expect((await someone.call("dead_letters.drop", wish)).problem().code).toBe("step_up_required");
    expect((await list()).map(({ id }) => id)).toContain("msg_drop");
    const fresh = await stage.signIn(["dead_letters.read", "dead_letters.act"]);
    const dropped = (await fresh.call("dead_letters.drop", wish)).data();
    expect(dropped).toEqual({ done: ["msg_drop"], failed: [], missing: [], ...whole });
    const left = (await list()).map(({ id }) => id);
    expect(left).toContain("msg_stay");
    expect(left).not.toContain("msg_drop");
    const written = await auditOf(stage, { action: "dead_letters.drop", subject: service });
    expect(written.at(-1)?.details).toMatchObject({ after: { done: ["msg_drop"] } });
    expect(written.at(-2)?.details).toMatchObject({ input: { reason: "an event of a test" } });
  });
});

describe("a dead letter that is none of ours", () => {
  it("is shown as the text that it is, cut to 4 KiB, and stays while its queue is unknown", async () => {
    const body = { note: `</pre><script>alert("\u202e")</script>`, much: "x".repeat(6_000) };
    const stored = { messageId: "msg_odd", queue: "no.such.queue", name: "strange", version: 9, body };
    await stage.messaging.bury({ ...stored, traceId: "trace_odd" }, "no queue takes it");
    const rows = await waitFor(async () => {
      const found = (await caller.call("dead_letters.list", { service: "outbox" })).data().rows;
      return found.length === 1 && found;
    }, soon);
    const text = JSON.stringify(body);
    expect(rows[0]).toMatchObject({ id: "msg_odd", queue: "no.such.queue", name: "strange", version: 9 });
    expect(Buffer.from(rows[0]?.body ?? "").equals(Buffer.from(text).subarray(0, 4_096))).toBe(true);
    const wish = { service: "outbox", ids: ["msg_odd"] } as const;
    const replayed = (await caller.call("dead_letters.replay", wish)).data();
    expect(replayed).toEqual({
      done: [],
      failed: [{ id: "msg_odd", why: "no such queue on the broker" }],
      missing: [],
      ...whole,
    });
    expect((await caller.call("dead_letters.list", { service: "outbox" })).data().rows).toHaveLength(1);
  });

  it.each([
    [{ service: "nobody", ids: ["msg_1"] }, "service"],
    [{ service, ids: [] }, "ids"],
    [{ service, ids: ["two words"] }, "ids[0]"],
    [{ service, ids: Array.from({ length: 101 }, (_, n) => `msg_${n}`) }, "ids"],
  ])("is not asked for as %j", async (input, path) => {
    // because the input is wrong on purpose
    const answer = await caller.call("dead_letters.replay", input as never);
    expect(answer.problem().errors).toMatchObject([{ path }]);
  });
});
