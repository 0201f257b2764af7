import { readSetting } from "@compose-pay/application";
import { deleteSetting, deleteSettingProposal, updateOperator } from "@compose-pay/database";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

let stage: ConsoleStage;
let keeper: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage({ changes: { APPROVAL_FROM_FEN: "250000" } });
});
afterAll(() => stage.close());

const name = "approval_from_fen";
const read = () => readSetting(stage.database.connection, name, { APPROVAL_FROM_FEN: 250_000 });

/** Changes what is seen now. */
async function put(value: number | null) {
  const { rows } = (await keeper.call("settings.list", {})).data();
  const expected_version = rows.find((one) => one.name === name)?.version ?? "";
  return keeper.call("settings.put", { name, expected_version, value });
}

const proposalOf = async () => {
  const { rows } = (await keeper.call("settings.list", {})).data();
  return rows.find((row) => row.name === name)?.proposal ?? null;
};
const confirm = async (by: SignedIn) => {
  const expected_version = (await proposalOf())?.version ?? "0".repeat(32);
  return by.call("settings.confirm", { name, expected_version });
};
const another = () => stage.signIn(["settings.read", "settings.manage"]);

describe("the amount that needs a second person", () => {
  beforeEach(async () => {
    keeper = await another();
    await deleteSetting(stage.database.connection, name);
    await deleteSettingProposal(stage.database.connection, name);
  });

  it("is raised by two: one proposes, nothing changes, and another one confirms", async () => {
    const proposed = (await put(900_000)).data();
    expect(proposed).toMatchObject({
      value: 250_000,
      raised_by_two: true,
      proposal: { value: 900_000, proposed_by: { email: keeper.operator.email } },
    });
    expect(await read()).toBe(250_000);
    expect((await confirm(keeper)).problem()).toMatchObject({
      code: "not_permitted",
      detail: expect.stringContaining("needs a second person") as string,
    });
    expect(await read()).toBe(250_000);
    const second = await another();
    const confirmed = (await confirm(second)).data();
    expect(confirmed).toMatchObject({
      value: 900_000,
      proposal: null,
      updated_by: second.operator.email,
    });
    expect(await read()).toBe(900_000);
    const entries = await auditOf(stage, { action: "settings.put", subject: name });
    expect(entries.at(-1)).toMatchObject({
      phase: "done",
      operator: keeper.operator.email,
      details: { before: { value: 250_000 }, after: { proposed: { value: 900_000 } } },
    });
  });

  it("is taken away by two where the default is larger", async () => {
    await put(50);
    expect((await put(null)).data()).toMatchObject({ value: 50, proposal: { value: 250_000 } });
    expect(await read()).toBe(50);
    expect((await confirm(await another())).data()).toMatchObject({ value: 250_000, updated_by: null });
  });

  it("is lowered by one, at once, and what waited is gone", async () => {
    await put(900_000);
    expect((await put(100)).data()).toMatchObject({ value: 100, proposal: null });
    expect((await confirm(await another())).problem().code).toBe("conflict");
    expect(await read()).toBe(100);
  });

  it("is not raised by who may not any more, even when another one agrees", async () => {
    await put(900_000);
    await updateOperator(stage.database.connection, keeper.operator.id, { state: "disabled" });
    keeper = await another();
    expect((await confirm(keeper)).problem().detail).toContain("may not do so any more");
    expect(await read()).toBe(250_000);
  });

  it("is what the second person has seen: what was proposed anew meanwhile is not confirmed", async () => {
    await put(300_000);
    const seen = await proposalOf();
    await put(9_000_000);
    const second = await another();
    const stale = { name, expected_version: seen?.version ?? "" };
    expect((await second.call("settings.confirm", stale)).problem().errors?.[0]?.path).toBe(
      "expected_version",
    );
    expect((await second.call("settings.withdraw", stale)).problem().code).toBe("conflict");
    expect(await read()).toBe(250_000);
    expect(await proposalOf()).toMatchObject({ value: 9_000_000 });
  });

  it("is confirmed once by two at once", async () => {
    await put(900_000);
    const expected_version = (await proposalOf())?.version ?? "";
    const both = [await another(), await another()];
    const answers = await Promise.all(
      both.map((one) => one.call("settings.confirm", { name, expected_version })),
    );
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
    expect(await read()).toBe(900_000);
  });

  it("stays when what waits is withdrawn, by whoever has proposed it or by another one", async () => {
    for (const by of [keeper, await another()]) {
      await put(900_000);
      const expected_version = (await proposalOf())?.version ?? "";
      expect((await by.call("settings.withdraw", { name, expected_version })).data().proposal).toBeNull();
      expect((await confirm(await another())).problem().code).toBe("conflict");
    }
    expect(await read()).toBe(250_000);
    const entries = await auditOf(stage, { action: "settings.withdraw", subject: name });
    expect(entries.at(-1)).toMatchObject({
      phase: "done",
      details: { before: { proposed: 900_000, proposed_by: keeper.operator.id } },
    });
  });
});
