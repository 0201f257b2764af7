import { listAuditEntries, replaceOperatorRoles, inTransaction } from "@compose-pay/database";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { addApp, storePayment } from "../../testing/stored-payments.ts";
import { addWechatAccount } from "../../testing/wechat-bill.ts";

const day = "2026-02-27";
const checkMs = 100;
/** More than the buffers between two processes take: the rest waits for its reader. */
const longBytes = 50_000_000;
let now = new Date();
let stage: ConsoleStage;
let app: string;
let bill: string;

beforeAll(async () => {
  const changes = { LIVE_SESSION_CHECK_MS: String(checkMs) };
  stage = await openConsoleStage({ clock: { now: () => now }, changes });
  app = await addApp(stage, "Tea");
  await storePayment(stage, { appId: app });
  const account_id = await addWechatAccount(stage, "shop");
  const clerk = await stage.signIn(["reconciliation.act"]);
  const input = { account_id, day, type: "trade", file_name: "long.csv" } as const;
  // Nobody can read it, and it is kept all the same.
  bill = (await clerk.upload("bills.upload", input, { content: "x".repeat(longBytes) })).data().id;
});
afterAll(() => stage.close());

describe("a download", () => {
  it("is in the audit once, with who took what from where, before its first byte", async () => {
    const clerk = await stage.signIn(["payments.export"]);
    const answer = await clerk.open("payments.export", { app_id: app });
    expect(await auditOf(stage, { action: "payments.export", subject: app })).toEqual([
      { phase: "done", operator: clerk.operator.email, details: { input: { app_id: app } } },
    ]);
    expect((await answer.text()).split("\r\n")).toHaveLength(3);
    const [entry] = await listAuditEntries(stage.database.connection, { limit: 1 });
    expect(entry?.action).toBe("payments.export");
    expect(entry?.address).toMatch(/127\.0\.0\.1|::1/);
  });

  it("that there is not is in the audit as refused, and so is one that was denied", async () => {
    const clerk = await stage.signIn(["reconciliation.export"]);
    const reader = await stage.signIn(["reconciliation.read", "payments.export"]);
    expect((await clerk.file("bills.download", { id: "bil_none" })).status).toBe(404);
    expect((await reader.file("bills.download", { id: bill })).status).toBe(403);
    const denied = { app_id: app, day, live: "true" } as const;
    expect((await reader.file("statements.download", denied)).status).toBe(403);
    expect(await auditOf(stage, { action: "bills.download", subject: "bil_none" })).toMatchObject([
      { phase: "refused", operator: clerk.operator.email, details: { code: "not_found" } },
    ]);
    expect(await auditOf(stage, { action: "bills.download", subject: bill })).toMatchObject([
      { phase: "refused", operator: reader.operator.email, details: { code: "not_permitted" } },
    ]);
    expect(await auditOf(stage, { action: "statements.download", subject: app })).toMatchObject([
      { phase: "refused", details: { code: "not_permitted", input: { app_id: app, day, live: true } } },
    ]);
  });

  it("is not sent when it cannot be written down", async () => {
    const clerk = await stage.signIn(["payments.export"]);
    await stage.database.pool.query("RENAME TABLE audit_entries TO audit_entries_away");
    const answer = await clerk.file("payments.export", { app_id: app });
    await stage.database.pool.query("RENAME TABLE audit_entries_away TO audit_entries");
    expect(answer.status).toBe(500);
    expect(answer.bytes.toString()).not.toContain("Tea");
  });
});

describe("a download that is under way", () => {
  const endings: Readonly<Record<string, (clerk: SignedIn) => Promise<unknown>>> = {
    "its session is revoked": async (clerk) => {
      const [session] = (await clerk.call("session.list", {})).data().rows;
      return clerk.call("session.revoke", { id: session?.id ?? "" });
    },
    "its operator has lost the permission": ({ operator }) =>
      inTransaction(stage.database, (transaction) => replaceOperatorRoles(transaction, operator.id, [])),
    "its session has timed out": () => {
      now = new Date(now.getTime() + 3_600_000);
      return Promise.resolve();
    },
  };

  it.each(Object.entries(endings))("breaks off when %s", async (_, end) => {
    const clerk = await stage.signIn(["reconciliation.export"]);
    const answer = await clerk.open("bills.download", { id: bill });
    expect(answer.headers.get("content-length")).toBe(String(longBytes));
    const reader = readerOf(answer);
    let bytes = (await reader.read()).value?.length ?? 0;
    await end(clerk);
    await untilLookedAt();
    const rest = async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        bytes += value.length;
      }
    };
    await expect(rest()).rejects.toThrow("terminated");
    expect(bytes).toBeLessThan(longBytes);
  });

  it("breaks off where its length was not told, too, and does not look whole", async () => {
    const clerk = await stage.signIn(["payments.export"]);
    await using held = await stage.database.pool.getConnection().then(heldTable);
    const answer = await clerk.open("payments.export", { app_id: app });
    const reader = readerOf(answer);
    expect(new TextDecoder().decode((await reader.read()).value)).toContain("order_no");
    await endings["its session is revoked"]?.(clerk);
    await untilLookedAt();
    await held.letGo();
    await expect(reader.read()).rejects.toThrow("terminated");
  });

  it("comes whole for who is let in all the time", async () => {
    const clerk = await stage.signIn(["reconciliation.export"]);
    expect((await clerk.file("bills.download", { id: bill })).bytes).toHaveLength(longBytes);
  });
});

function readerOf({ body }: Response): ReadableStreamDefaultReader<Uint8Array> {
  if (body === null) throw new Error("the answer has no body");
  // because the pieces of an answer's body are bytes, which the types of fetch leave open
  return (body as ReadableStream<Uint8Array>).getReader();
}

/** The session is looked at by time: so much of it has to go by. */
async function untilLookedAt(): Promise<void> {
  const from = performance.now();
  await waitFor(() => performance.now() - from > checkMs, { deadlineMs: 5_000 });
}

/** Holds up whoever reads payments. */
async function heldTable(connection: Awaited<ReturnType<ConsoleStage["database"]["pool"]["getConnection"]>>) {
  await connection.query("LOCK TABLES payments WRITE, attempts WRITE, apps WRITE");
  const letGo = async () => void (await connection.query("UNLOCK TABLES"));
  return {
    letGo,
    [Symbol.asyncDispose]: async () => {
      await letGo();
      connection.release();
    },
  };
}
