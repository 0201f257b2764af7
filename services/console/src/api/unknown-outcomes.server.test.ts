import { findApp, findMerchant, sealedIn } from "@compose-pay/database";
import { startTcpProxy, type TcpProxy, waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf, untilInAudit } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { consoleTraces } from "../../testing/console-traces.ts";
import { holdRows } from "../../testing/hold-rows.ts";
import { addApp } from "../../testing/stored-payments.ts";

const traces = consoleTraces();
let line: TcpProxy;
let stage: ConsoleStage;
let keeper: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage({
    logger: traces.logger,
    changes: async ({ DATABASE_URL }) => {
      line = await startTcpProxy(DATABASE_URL);
      return { DATABASE_URL: line.url };
    },
  });
  keeper = await stage.signIn(["merchants.read", "merchants.manage", "keys.manage"]);
});
afterAll(async () => {
  await stage.close();
  await line.close();
});

/** Stores a merchant. @returns what freezing it asks for */
async function newMerchant() {
  const { id, version } = (await keeper.call("merchants.create", { name: "Tea" })).data();
  return { id, expected_version: version };
}

async function statusOf(id: string) {
  return (await findMerchant(stage.database.connection, id))?.status;
}

describe("an act whose end got lost with the database", () => {
  it("was done, is told and kept as unknown, and is not done again by a second click", async () => {
    const id = await addApp(stage);
    const boundTo = sealedIn("apps.webhook_secret", id);
    const secrets = async () => {
      const row = await findApp(stage.database.connection, id);
      const sealed = [row?.webhookSecret, row?.previousWebhookSecret];
      return sealed.map((one) => (one === null ? null : stage.secretBox.open(one ?? "", boundTo)));
    };
    const [known] = await secrets();
    await using held = await holdRows(stage.database, `SELECT id FROM apps WHERE id = '${id}'`);
    const shown = { id, previous_secret_until: null };
    const click = keeper.call("apps.rotate_secret", shown);
    await held.untilWaitedFor("UPDATE apps");
    // The statement is with the server; what the server answers is on its way for ever.
    await line.stall();
    await held.letGo();
    const isDone = async () => (await secrets())[1] === known;
    await waitFor(isDone, { deadlineMs: 5_000, what: "the rotation" });
    await line.cut();
    const problem = (await click).problem();
    expect(problem).toMatchObject({ code: "outcome_unknown", status: 503 });
    expect(await auditOf(stage, { action: "apps.rotate_secret", subject: id })).toHaveLength(1);

    await line.restore();
    await untilInAudit(stage, { action: "apps.rotate_secret", subject: id }, "asked,unknown");
    const [, end] = await auditOf(stage, { action: "apps.rotate_secret", subject: id });
    expect(JSON.stringify(end?.details)).toMatch(/^\{"error":"\w+","code":"[A-Z_]+"\}$/);
    const broken = (await traces.text(stage.database)).split("\n").filter((one) => one.includes("broke off"));
    expect(broken.join()).toContain(problem.request_id);

    expect((await keeper.call("apps.rotate_secret", shown)).problem().code).toBe("conflict");
    expect((await secrets())[1]).toBe(known);
  });

  it("is unknown at once where another connection is there to say so", async () => {
    const merchant = await newMerchant();
    const { id } = merchant;
    await using held = await holdRows(stage.database, `SELECT id FROM merchants WHERE id = '${id}'`);
    const click = keeper.call("merchants.freeze", merchant);
    await held.untilWaitedFor(id);
    await held.killWaiting(id);
    expect((await click).problem().code).toBe("outcome_unknown");
    await untilInAudit(stage, { action: "merchants.freeze", subject: id }, "asked,unknown");
    await held.letGo();
    expect(await statusOf(id)).toBe("active");
  });
});

describe("an act that fails", () => {
  it("is in the audit as failed with its error's kind, and in the log with its request", async () => {
    const merchant = await newMerchant();
    const { id } = merchant;
    await stage.database.pool.query("RENAME TABLE merchants TO merchants_away");
    const problem = (await keeper.call("merchants.freeze", merchant)).problem();
    await stage.database.pool.query("RENAME TABLE merchants_away TO merchants");
    expect(problem.code).toBe("internal_error");
    const [, end] = await auditOf(stage, { action: "merchants.freeze", subject: id });
    expect(end).toMatchObject({ phase: "failed", details: { code: "ER_NO_SUCH_TABLE" } });
    expect(await traces.text(stage.database)).toContain(problem.request_id);
  });

  it("that cannot be written down is not begun", async () => {
    const merchant = await newMerchant();
    const { id } = merchant;
    await using held = await holdRows(stage.database, "SELECT id FROM audit_head");
    const click = keeper.call("merchants.freeze", merchant);
    await held.untilWaitedFor("audit_head");
    await line.cut();
    const problem = (await click).problem();
    expect(problem.code).toBe("overloaded");
    expect(problem.detail).toContain("nothing was done");
    await line.restore();
    await held.letGo();
    expect(await statusOf(id)).toBe("active");
    expect(await auditOf(stage, { action: "merchants.freeze", subject: id })).toEqual([]);
  });
});
