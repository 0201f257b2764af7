import { findDiscrepancy, replaceOperatorRoles, updateOperator } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage } from "../../testing/console-stage.ts";
import { raise } from "../../testing/stored-discrepancy.ts";

let stage: ConsoleStage;

beforeAll(async () => {
  stage = await openConsoleStage();
});
afterAll(() => stage.close());

const decider = () => stage.signIn(["reconciliation.read", "reconciliation.act", "reconciliation.approve"]);
const resolve = { resolution: "ignore", reason: "known" } as const;

describe("a decision about much money", () => {
  it.each([
    ["is disabled", (id: string) => updateOperator(stage.database.connection, id, { state: "disabled" })],
    ["has lost the right", (id: string) => replaceOperatorRoles(stage.database.connection, id, [])],
  ])("is not done any more when who has decided %s, and can be rejected", async (what, end) => {
    const id = `dsc_${what.replaceAll(" ", "")}`;
    await raise(stage.database, { id, amount: 100_000 });
    const [anna, bert] = [await decider(), await decider()];
    const decided = (await anna.call("discrepancies.resolve", { id, ...resolve })).data();
    await end(anna.operator.id);
    const seen = { id, decided_at: decided.decided_at ?? "" };
    expect((await bert.call("discrepancies.approve", seen)).problem()).toMatchObject({
      code: "conflict",
      detail: expect.stringContaining("may not do so any more") as string,
    });
    expect(await findDiscrepancy(stage.database.connection, id)).toMatchObject({
      state: "awaiting_approval",
      approvedBy: null,
    });
    const rejected = await bert.call("discrepancies.reject", { ...seen, reason: "nobody wants it" });
    expect(rejected.data().state).toBe("open");
  });
});
