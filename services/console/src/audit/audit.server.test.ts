import { appendAudit } from "@compose-pay/application";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

let stage: ConsoleStage;
let auditor: SignedIn;
let manager: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage();
  auditor = await stage.signIn(["audit.read"]);
  manager = await stage.signIn(["operators.read", "operators.manage"]);
  for (const name of ["one", "two", "three"]) {
    const role = { name, description: "of a test", permissions: ["payments.read"] };
    expect((await manager.call("roles.create", role)).status).toBe(200);
  }
  await auditor.call("session.change_time_zone", { time_zone: "UTC" });
  expect((await manager.call("operators.disable", { id: manager.operator.id })).status).toBe(409);
});
afterAll(() => stage.close());

describe("the audit", () => {
  it("has two entries for each act, newest first, with who, from where and what came of it", async () => {
    const { rows } = (await auditor.call("audit.list", {})).data();
    expect(rows.map((row) => row.number)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(rows[0]).toMatchObject({
      operator: manager.operator.email,
      operator_id: manager.operator.id,
      action: "operators.disable",
      phase: "refused",
      subject: manager.operator.id,
      details: { code: "conflict" },
      address: "127.0.0.1",
    });
    expect(rows[0]?.trace_id).toBe(rows[1]?.trace_id);
    expect(rows[2]?.details).toEqual({ before: "Asia/Shanghai", after: "UTC" });
  });

  it("is filtered by operator, by address or id, by action and by what it is about", async () => {
    const numbers = async (input: Parameters<typeof auditor.call<"audit.list">>[1]) =>
      (await auditor.call("audit.list", input)).data().rows.map((row) => row.number);
    expect(await numbers({ operator: auditor.operator.id })).toEqual([8, 7]);
    expect(await numbers({ operator: auditor.operator.email.toUpperCase() })).toEqual([8, 7]);
    expect(await numbers({ operator: "nobody@example.com" })).toEqual([]);
    expect(await numbers({ operator: "' OR 1=1 --" })).toEqual([]);
    expect(await numbers({ action: "roles.create" })).toEqual([6, 5, 4, 3, 2, 1]);
    expect(await numbers({ subject: manager.operator.id, action: "operators.disable" })).toEqual([10, 9]);
    expect(await numbers({ subject: "", operator: "", action: "" })).toHaveLength(10);
    expect((await auditor.call("audit.list", { after: "rol_1" })).problem().code).toBe("invalid_request");
  });

  it("comes page by page", async () => {
    const first = (await auditor.call("audit.list", { action: "roles.create", limit: "4" })).data();
    const after = first.next ?? "";
    const second = (await auditor.call("audit.list", { action: "roles.create", limit: "4", after })).data();
    expect([first.rows, second.rows].map((rows) => rows.map((row) => row.number))).toEqual([
      [6, 5, 4, 3],
      [2, 1],
    ]);
    expect(second.next).toBeNull();
  });

  it("names the actions that there can be, and what only reads is none", async () => {
    const { actions } = (await auditor.call("audit.actions", {})).data();
    expect(actions).toContain("session.sign_in");
    expect(actions).not.toContain("audit.list");
  });

  it("is shown to nobody without the permission", async () => {
    for (const name of ["audit.list", "audit.unfinished", "audit.actions", "login_attempts.list"] as const)
      expect((await manager.call(name, {})).problem().code).toBe("not_permitted");
  });
});

describe("the log of sign-ins", () => {
  it("has every try with its outcome, newest first, of everybody or of one", async () => {
    const { email, id, password } = await stage.addOperator(["payments.read"]);
    const tries = [
      { email: "<script>alert(1)</script>", password: "x" },
      { email, password: "wrong" },
      { email, password },
    ];
    for (const one of tries) await stage.stranger.call("session.sign_in", one);
    const { rows } = (await auditor.call("login_attempts.list", {})).data();
    expect(rows.map((row) => [row.email, row.operator_id, row.outcome])).toEqual([
      [email, id, "signed_in"],
      [email, id, "password_wrong"],
      ["<script>alert(1)</script>", null, "email_unknown"],
    ]);
    const own = (await auditor.call("login_attempts.list", { operator: email, limit: "1" })).data();
    expect(own.rows.map((row) => row.outcome)).toEqual(["signed_in"]);
    const after = own.next ?? "";
    const rest = (await auditor.call("login_attempts.list", { operator: id, after })).data();
    expect(rest.rows.map((row) => row.outcome)).toEqual(["password_wrong"]);
    const text = await auditor.text("login_attempts.list", {});
    expect(text).not.toContain(password);
  });
});

const minuteMs = 60_000;

/** An entry from so many minutes ago, as `audited` writes it. */
async function append(minutes: number, phase: "asked" | "done" | "failed", traceId: string): Promise<void> {
  const at = new Date(Date.now() - minutes * minuteMs);
  const { database, secretBox } = stage;
  await appendAudit(
    { database, secretBox, clock: { now: () => at } },
    {
      operatorId: manager.operator.id,
      operator: manager.operator.email,
      action: "jobs.pause",
      phase,
      subject: traceId,
      address: "127.0.0.1",
      userAgent: "<img src=x>",
      traceId,
      details: {},
    },
  );
}

const isoAgo = (minutes: number) => new Date(Date.now() - minutes * minuteMs).toISOString();
const tracesOf = async (input: Parameters<typeof auditor.call<"audit.list">>[1]) =>
  (await auditor.call("audit.list", input)).data().rows.map((row) => row.trace_id);

describe("acts that were cut off", () => {
  beforeAll(async () => {
    await append(8 * 24 * 60, "asked", "req_old");
    await append(60, "asked", "req_done");
    await append(60, "done", "req_done");
    await append(50, "asked", "req_failed");
    await append(49, "failed", "req_failed");
    for (const minutes of [40, 30, 20]) await append(minutes, "asked", `req_cut_${minutes}`);
    await append(5, "asked", "req_under_way");
  });

  it("are those of the last days without an end, newest first, page by page, and the dashboard counts them", async () => {
    const first = (await auditor.call("audit.unfinished", { limit: "2" })).data();
    expect(first.rows.map((row) => row.trace_id)).toEqual(["req_cut_20", "req_cut_30"]);
    const after = first.next ?? "";
    const second = (await auditor.call("audit.unfinished", { limit: "2", after })).data();
    expect(second.rows.map((row) => row.trace_id)).toEqual(["req_cut_40"]);
    expect(second.next).toBeNull();
    const viewer = await stage.signIn(["dashboard.read"]);
    const { unfinished_acts: acts } = (await viewer.call("dashboard.show", {})).data();
    expect(acts).toEqual({ count: 3, since: second.rows[0]?.at });
  });

  it("are found by their phase and their time", async () => {
    expect(await tracesOf({ phase: "failed" })).toEqual(["req_failed"]);
    expect(await tracesOf({ from: isoAgo(45), until: isoAgo(15) })).toEqual([
      "req_cut_20",
      "req_cut_30",
      "req_cut_40",
    ]);
    expect(
      await tracesOf({ from: isoAgo(45), until: isoAgo(25), phase: "asked", action: "jobs.pause" }),
    ).toEqual(["req_cut_30", "req_cut_40"]);
    expect(await tracesOf({ until: isoAgo(7 * 24 * 60) })).toEqual(["req_old"]);
    expect(await tracesOf({ until: isoAgo(30 * 24 * 60) })).toEqual([]);
    for (const wrong of [{ phase: "begun" as never }, { from: "yesterday" }] as const)
      expect((await auditor.call("audit.list", wrong)).problem().code).toBe("invalid_request");
  });
});
