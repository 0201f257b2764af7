import { findMerchant } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf, untilInAudit } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { holdRows } from "../../testing/hold-rows.ts";

let stage: ConsoleStage;
let keeper: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage({ changes: { CONSOLE_ANSWER_DEADLINE_MS: "1000" } });
  keeper = await stage.signIn(["merchants.read", "merchants.manage"]);
});
afterAll(() => stage.close());

/** Stores a merchant. @returns what freezing it asks for */
async function newMerchant() {
  const { id, version } = (await keeper.call("merchants.create", { name: "Tea" })).data();
  return { id, expected_version: version };
}

async function statusOf(id: string) {
  return (await findMerchant(stage.database.connection, id))?.status;
}

describe("an act that takes longer than its answer", () => {
  it("is not begun when it was answered before it was written down", async () => {
    const merchant = await newMerchant();
    const { id } = merchant;
    await using held = await holdRows(stage.database, "SELECT id FROM audit_head");
    const problem = (await keeper.call("merchants.freeze", merchant)).problem();
    expect(problem).toMatchObject({ code: "overloaded", status: 503 });
    await held.letGo();
    await untilInAudit(stage, { action: "merchants.freeze", subject: id }, "asked,refused");
    const [, end] = await auditOf(stage, { action: "merchants.freeze", subject: id });
    expect(end?.details).toMatchObject({ code: "overloaded", detail: "too late: nothing was done" });
    expect(await statusOf(id)).toBe("active");
  });

  it("is told as unknown once it has begun, and the audit has its end when it comes", async () => {
    const merchant = await newMerchant();
    const { id } = merchant;
    await using held = await holdRows(stage.database, `SELECT id FROM merchants WHERE id = '${id}'`);
    const problem = (await keeper.call("merchants.freeze", merchant)).problem();
    expect(problem).toMatchObject({ code: "outcome_unknown", status: 503 });
    await untilInAudit(stage, { action: "merchants.freeze", subject: id }, "asked,unknown");
    await held.letGo();
    await untilInAudit(stage, { action: "merchants.freeze", subject: id }, "asked,unknown,done");
    expect(await statusOf(id)).toBe("frozen");
    const [, unknown] = await auditOf(stage, { action: "merchants.freeze", subject: id });
    expect(unknown?.details).toEqual({ error: "deadline" });
  });
});
