import { readSetting } from "@compose-pay/application";
import { deleteSetting, listAuditEntries, upsertSetting } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { addApp, storePayment } from "../../testing/stored-payments.ts";

let now = new Date("2026-03-01T08:00:00.000Z");
let stage: ConsoleStage;
let keeper: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage({ clock: { now: () => now }, changes: { APPROVAL_FROM_FEN: "250000" } });
  keeper = await stage.signIn(["settings.read", "settings.manage"]);
});
afterAll(() => stage.close());

const name = "approval_from_fen";
/** Changes what is seen now. */
async function put(value: number | null, by = keeper) {
  const { rows } = (await by.call("settings.list", {})).data();
  const expected_version = rows.find((one) => one.name === name)?.version ?? "";
  return by.call("settings.put", { name, expected_version, value });
}

/** Raises it, or takes it away, as two people have to. */
async function putByTwo(value: number | null) {
  const { proposal } = (await put(value)).data();
  const second = await stage.signIn(["settings.manage"]);
  return second.call("settings.confirm", { name, expected_version: proposal?.version ?? "" });
}

const read = () => readSetting(stage.database.connection, name, { APPROVAL_FROM_FEN: 250_000 });

describe("settings", () => {
  it("have the environment's value until an operator says another, and again when that is taken away", async () => {
    const [first] = (await keeper.call("settings.list", {})).data().rows;
    expect(first).toMatchObject({ name, value: 250_000, default: 250_000, updated_by: null, unit: "fen" });
    const changed = (await put(5_000)).data();
    expect(changed).toMatchObject({ value: 5_000, default: 250_000, updated_by: keeper.operator.email });
    expect(changed.updated_at).toBe(now.toISOString());
    expect(await read()).toBe(5_000);
    const [listed] = (await keeper.call("settings.list", {})).data().rows;
    expect(listed).toEqual(changed);

    now = new Date(now.getTime() + 1_000);
    expect((await put(5_000)).data()).toEqual(changed);
    const back = (await putByTwo(null)).data();
    expect(back).toMatchObject({ value: 250_000, updated_by: null, updated_at: null });
    expect(await read()).toBe(250_000);
    const [entry] = await listAuditEntries(stage.database.connection, { subject: name, limit: 1 });
    expect(entry).toMatchObject({ action: "settings.confirm", phase: "done" });
    expect(JSON.parse(entry?.details ?? "null")).toEqual({
      before: { value: 5_000, proposed_by: keeper.operator.id },
      after: { value: 250_000, version: back.version },
    });
  });

  it("hold from the next act on: a refund that needed nobody else waits for a second person", async () => {
    const clerk = await stage.signIn(["payments.read", "refunds.create"]);
    const { payment } = await storePayment(stage, { appId: await addApp(stage) });
    const approvalFrom = async () =>
      (await clerk.call("payments.show", { id: payment.id })).data().approval_from;
    const refund = async (amount: number) => {
      const wish = { payment_id: payment.id, request_id: newId("rrq"), amount, reason: "cold tea" };
      return (await clerk.call("refunds.create", wish)).data().kind;
    };
    expect(await approvalFrom()).toBe(250_000);
    expect(await refund(100)).toBe("created");
    await put(50);
    expect(await approvalFrom()).toBe(50);
    expect(await refund(99)).toBe("waiting");
    await putByTwo(null);
  });

  it("have the default where what is stored is no value of theirs", async () => {
    const row = { name, value: "a lot", updatedBy: "opr_1", updatedAt: now };
    await upsertSetting(stage.database.connection, row);
    expect(await read()).toBe(250_000);
    const [listed] = (await keeper.call("settings.list", {})).data().rows;
    expect(listed).toMatchObject({ value: 250_000, updated_by: null });
    await deleteSetting(stage.database.connection, name);
  });

  it.each([-1, 10_000_000_001, 1.5, "5000"])("refuse %j and keep what they have", async (value) => {
    // because one of them is no number
    const refusal = await put(value as number);
    expect(refusal.problem().errors?.[0]?.path).toBe("value");
    expect(await read()).toBe(250_000);
  });

  it.each(["no_such", "toString", "__proto__"])("know no %s", async (unknown) => {
    const refusal = await keeper.call("settings.put", {
      name: unknown,
      expected_version: "0".repeat(32),
      value: 1,
    });
    expect(refusal.problem().code).toBe("not_found");
  });

  it("are changed by those who may, with the second factor given just now", async () => {
    const looking = await stage.signIn(["settings.read"]);
    expect((await put(1, looking)).problem().code).toBe("not_permitted");
    now = new Date(now.getTime() + 301_000);
    expect((await put(1)).problem().code).toBe("step_up_required");
    expect(await read()).toBe(250_000);
  });
});
