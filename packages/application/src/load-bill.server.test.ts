import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findBill, insertBillLines, wordBillLines } from "@compose-pay/database";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BillStage, openBillStage } from "../testing/bill-stage.ts";
import { outNoOf } from "../testing/wechat-bill-file.ts";
import { loadBill } from "./load-bill.ts";

const many = 20_000;

describe("loadBill", () => {
  let stage: BillStage;
  beforeAll(async () => {
    stage = await openBillStage();
  });
  afterAll(() => stage.close());

  it("loads every line of a bill once and marks it with its totals", async () => {
    const bystander = await stage.upload({ day: stage.newDay() });
    const bill = await stage.upload({ day: stage.newDay(), payments: many });
    const loading = await loadBill(stage.deps, bill.id);
    const totals = { lines: many, payments: many, paymentAmount: many * 100, fees: many };
    expect(loading).toMatchObject({ kind: "loaded", bill: { state: "loaded", lines: many, totals } });
    expect(await findBill(stage.deps.database.connection, bill.id)).toMatchObject({
      state: "loaded",
      lines: many,
      totals,
      fault: null,
      loadedAt: expect.any(Date) as Date,
    });
    expect(await stage.lines(bill.id)).toEqual({ rows: many, numbers: many });
    expect(await findBill(stage.deps.database.connection, bystander.id)).toEqual(bystander);
    expect(await stage.lines(bystander.id)).toEqual({ rows: 0, numbers: 0 });
  });

  it("changes nothing of a bill that is loaded", async () => {
    const bill = await stage.upload({ day: stage.newDay() });
    const first = await loadBill(stage.deps, bill.id);
    expect(await loadBill(stage.deps, bill.id)).toEqual(first);
    expect(await stage.lines(bill.id)).toEqual({ rows: 10, numbers: 10 });
  });

  it("leaves no line of a bill whose last one is broken, and says which and why", async () => {
    const bill = await stage.upload({ day: stage.newDay(), payments: many, last: { 订单金额: "1.0x" } });
    expect(await loadBill(stage.deps, bill.id)).toMatchObject({ kind: "rejected" });
    const stored = await findBill(stage.deps.database.connection, bill.id);
    expect(stored).toMatchObject({ state: "rejected", lines: 0, totals: null, loadedAt: null });
    expect(stored?.fault).toMatch(/amount_malformed in line 20001: 订单金额/);
    expect(await stage.lines(bill.id)).toEqual({ rows: 0, numbers: 0 });
  });

  it.each([
    [
      "a number of more characters than its column has",
      { 商户订单号: "9".repeat(65) },
      "number_malformed in line 11",
    ],
    ["a line of another account", { 商户号: "1900000999" }, "account_differs in line 11"],
    ["a line that its summary does not count", { 订单金额: "2.00" }, "sum_differs in line 13"],
  ])("rejects a bill with %s", async (_, last, fault) => {
    const bill = await stage.upload({ day: stage.newDay(), last });
    expect(await loadBill(stage.deps, bill.id)).toMatchObject({ kind: "rejected" });
    expect((await findBill(stage.deps.database.connection, bill.id))?.fault).toContain(fault);
    expect(await stage.lines(bill.id)).toEqual({ rows: 0, numbers: 0 });
  });

  it("starts over when the process before was killed in the middle", async () => {
    const bill = await stage.upload({ day: stage.newDay(), payments: many });
    const program = fileURLToPath(new URL("../testing/load-until-killed.ts", import.meta.url));
    const env = { PATH: process.env["PATH"], ...stage.env };
    const child = spawn(process.execPath, [program, bill.id], { env, stdio: ["ignore", "pipe", "inherit"] });
    const exited = once(child, "exit");
    await once(child.stdout, "data");
    // A statement of it may still be under way, and be undone by the kill.
    await waitFor(async () => (await stage.lines(bill.id)).rows > 0, { deadlineMs: 30_000 });
    child.kill("SIGKILL");
    expect(await exited).toEqual([null, "SIGKILL"]);
    const left = await stage.lines(bill.id);
    expect(left.rows).toBeLessThan(many);
    expect(await findBill(stage.deps.database.connection, bill.id)).toMatchObject({ state: "loading" });
    await waitFor(async () => (await loadBill(stage.deps, bill.id)).kind === "loaded", {
      deadlineMs: 30_000,
    });
    expect(await stage.lines(bill.id)).toEqual({ rows: many, numbers: many });
  });

  it("lets one of two load it, and the other go", async () => {
    const bill = await stage.upload({ day: stage.newDay(), payments: many });
    const { promise: released, resolve: release } = Promise.withResolvers<boolean>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const first = loadBill(stage.deps, bill.id, {
      stillMine: () => {
        begin();
        return released;
      },
    });
    await begun;
    expect(await loadBill(stage.deps, bill.id)).toEqual({ kind: "busy" });
    release(true);
    expect(await first).toMatchObject({ kind: "loaded" });
    expect(await stage.lines(bill.id)).toEqual({ rows: many, numbers: many });
  });

  it("goes no further when its caller has lost its hold, wherever that is, and the next one starts over", async () => {
    const untroubled = await stage.upload({ day: stage.newDay(), payments: 12_000 });
    let questions = 0;
    const count = () => Promise.resolve((questions += 1) > 0);
    expect(await loadBill(stage.deps, untroubled.id, { stillMine: count })).toMatchObject({ kind: "loaded" });
    const bill = await stage.upload({ day: stage.newDay(), payments: 12_000 });
    for (const last of [1, 2, 4, questions]) {
      let asked = 0;
      const stillMine = () => Promise.resolve((asked += 1) < last);
      expect(await loadBill(stage.deps, bill.id, { stillMine }), `question ${last}`).toEqual({
        kind: "lost",
      });
      expect(await findBill(stage.deps.database.connection, bill.id)).toEqual(bill);
    }
    expect(await loadBill(stage.deps, bill.id)).toMatchObject({ kind: "loaded" });
    expect(await stage.lines(bill.id)).toEqual({ rows: 12_000, numbers: 12_000 });
  });

  it("is not led astray by a last statement of one who was killed", async () => {
    const bill = await stage.upload({ day: stage.newDay(), payments: 12_000 });
    const late = {
      billId: bill.id,
      outNo: outNoOf(11_000),
      lineNo: 11_002,
      kind: "payment",
      status: "succeeded",
    } as const;
    const line = { ...late, channelNo: "1", outTradeNo: null, amount: 100, fee: 1, occurredAt: new Date() };
    let answers = 0;
    const stillMine = async () => {
      answers += 1;
      // After what was there is deleted, and before the reader comes to that line.
      if (answers === 3) await insertBillLines(stage.deps.database.connection, [wordBillLines([line])]);
      return true;
    };
    expect(await loadBill(stage.deps, bill.id, { stillMine })).toMatchObject({ kind: "loaded" });
    expect(await stage.lines(bill.id)).toEqual({ rows: 12_000, numbers: 12_000 });
  });

  it("believes no file that was changed in the archive", async () => {
    const bill = await stage.upload({ day: stage.newDay() });
    await writeFile(path.join(stage.env["ARCHIVE_URL"] ?? "", bill.archiveKey ?? ""), "no bill");
    await expect(loadBill(stage.deps, bill.id)).rejects.toMatchObject({ fault: "damaged" });
    expect(await findBill(stage.deps.database.connection, bill.id)).toEqual(bill);
  });

  it("knows no other bills than those there are", async () => {
    expect(await loadBill(stage.deps, "bil_none")).toEqual({ kind: "bill_unknown" });
  });
});
