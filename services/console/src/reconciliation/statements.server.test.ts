import { createHash } from "node:crypto";
import { createApp, createMerchant } from "@compose-pay/application";
import { newId, systemClock } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

const day = "2026-01-31";
const emptyLines = [
  "type,id,order_no,refund_no,method,channel,channel_no,amount,currency,fee,net,occurred_at,subject",
  "total,,,,,,,0,CNY,0,0,,",
  "",
];
let stage: ConsoleStage;
let operator: SignedIn;
let app_id: string;

beforeAll(async () => {
  stage = await openConsoleStage();
  operator = await stage.signIn(["reconciliation.read", "reconciliation.export", "reconciliation.act"]);
  const deps = { ...stage, clock: systemClock, newId };
  const { id: merchantId } = await createMerchant(deps, { name: "Tea house" });
  const made = await createApp(deps, { merchantId, name: "Till", rateLimitPerSecond: 1, rateLimitBurst: 1 });
  if (made.kind !== "created") throw new Error(made.kind);
  app_id = made.app.id;
});
afterAll(() => stage.close());

describe("a statement", () => {
  it("is built when its day is over, is in the audit, and is downloaded as its merchant gets it", async () => {
    const unbuilt = await operator.file("statements.download", { app_id, day, live: "false" });
    expect(unbuilt.status).toBe(404);
    const built = (await operator.call("statements.build", { app_id, day, live: false })).data();
    const { headers, bytes } = await operator.file("statements.download", { app_id, day, live: "false" });
    expect(bytes.toString().split("\r\n")).toEqual(emptyLines);
    const digest = createHash("sha256").update(bytes);
    expect(built).toMatchObject({ app_id, live: false, day, net: 0, bytes: bytes.length });
    expect(built.sha256).toBe(digest.copy().digest("hex"));
    expect(headers.get("content-digest")).toBe(`sha-256=:${digest.digest("base64")}:`);
    expect(headers.get("content-disposition")).toContain(`statement-${app_id}-${day}-test.csv`);
    expect(await auditOf(stage, { action: "statements.build", subject: app_id })).toMatchObject([
      { phase: "asked", details: { input: { app_id, day, live: false } } },
      { phase: "done", details: { before: null, after: { sha256: built.sha256 } } },
    ]);
    const downloads = await auditOf(stage, { action: "statements.download", subject: app_id });
    expect(downloads.map(({ phase }) => phase)).toEqual(["refused", "done"]);
  });

  it("is listed by its mode, newest day first, page by page", async () => {
    for (const one of ["2026-01-29", "2026-01-30"])
      await operator.call("statements.build", { app_id, day: one, live: true });
    const first = (await operator.call("statements.list", { app_id, live: "true", limit: "1" })).data();
    expect(first).toMatchObject({ rows: [{ day: "2026-01-30", live: true }], next: "2026-01-30" });
    const next = await operator.call("statements.list", { app_id, live: "true", after: first.next ?? "" });
    expect(next.data()).toMatchObject({ rows: [{ day: "2026-01-29" }], next: null });
    const apps = (await operator.call("statements.apps", {})).data().rows;
    expect(apps).toMatchObject([{ id: app_id, name: "Till" }]);
    expect(JSON.stringify(apps)).not.toContain("secret");
  });

  it("is refused for a day to come, for no app, and for who may only look", async () => {
    const early = await operator.call("statements.build", { app_id, day: "2999-01-01", live: false });
    expect(early.problem()).toMatchObject({ code: "conflict", detail: "the day is not over in China" });
    const nobody = await operator.call("statements.list", { app_id: "app_none", live: "false" });
    expect(nobody.problem().errors).toMatchObject([{ path: "app_id" }]);
    const reader = await stage.signIn(["reconciliation.read"]);
    const wish = { app_id, day, live: false };
    expect((await reader.call("statements.build", wish)).problem().code).toBe("not_permitted");
  });
});
