import { writeFile } from "node:fs/promises";
import { findBill, findNewestLoadedBill, listBills } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BillStage, openBillStage } from "../testing/bill-stage.ts";
import { loadBill } from "./load-bill.ts";
import { uploadBill } from "./upload-bill.ts";

describe("uploadBill", () => {
  let stage: BillStage;
  beforeAll(async () => {
    stage = await openBillStage();
  });
  afterAll(() => stage.close());
  const keyOf = (day: string) => ({ accountId: stage.wechat.accountId, day, type: "trade" }) as const;
  const upload = (day: string, path: string, accountId = stage.wechat.accountId) =>
    uploadBill(stage.deps, { ...keyOf(day), accountId, path, operator: "ops@desk" });

  it("makes one bill of one file, however often and at once it is uploaded", async () => {
    const day = stage.newDay();
    const path = await stage.file({ day });
    const uploads = await Promise.all([1, 2, 3, 4].map(() => upload(day, path)));
    expect(uploads.map(({ kind }) => kind).sort()).toEqual(["kept", "known", "known", "known"]);
    const { connection } = stage.deps.database;
    const stored = await listBills(connection, { accountId: stage.wechat.accountId, day, limit: 10 });
    expect(stored).toMatchObject([{ version: 1, state: "loading", source: "ops@desk" }]);
  });

  it("makes the next version of a corrected file, which counts once it is loaded", async () => {
    const day = stage.newDay();
    const first = await stage.upload({ day });
    const { connection } = stage.deps.database;
    expect(await findNewestLoadedBill(connection, keyOf(day), "uploaded")).toBeNull();
    await loadBill(stage.deps, first.id);
    const second = await stage.upload({ day, payments: 11 });
    expect(second.version).toBe(2);
    expect(await findNewestLoadedBill(connection, keyOf(day), "uploaded")).toMatchObject({ id: first.id });
    await loadBill(stage.deps, second.id);
    expect(await findNewestLoadedBill(connection, keyOf(day), "uploaded")).toMatchObject({
      id: second.id,
      lines: 11,
    });
    expect(await stage.lines(first.id)).toEqual({ rows: 10, numbers: 10 });
    expect(
      await findNewestLoadedBill(connection, { ...keyOf(day), type: "fund_flow" }, "uploaded"),
    ).toBeNull();
  });

  it("gives different files that come at once different versions", async () => {
    const day = stage.newDay();
    const bills = await Promise.all([3, 4, 5, 6].map((payments) => stage.upload({ day, payments })));
    expect(new Set(bills.map(({ version }) => version))).toEqual(new Set([1, 2, 3, 4]));
  });

  it("has a file of another account rejected when it is read", async () => {
    const day = stage.newDay();
    const bill = await stage.upload({ day, mchid: "1900000999" });
    expect(await loadBill(stage.deps, bill.id)).toMatchObject({ kind: "rejected" });
    const stored = await findBill(stage.deps.database.connection, bill.id);
    expect(stored?.fault).toMatch(/account_differs in line 2/);
    expect(await stage.lines(bill.id)).toEqual({ rows: 0, numbers: 0 });
  });

  it("has a file of another channel rejected", async () => {
    const day = stage.newDay();
    const uploaded = await upload(day, await stage.file({ day }), stage.alipay.accountId);
    if (uploaded.kind !== "kept") throw new Error("it was kept");
    expect(await loadBill(stage.deps, uploaded.bill.id)).toMatchObject({ kind: "rejected" });
  });

  it("has a file of another day rejected, and one with a few lines from around midnight not", async () => {
    const [day, other] = [stage.newDay(), stage.newDay()];
    const wrong = await upload(day, await stage.file({ day: other, payments: 20_000 }));
    if (wrong.kind !== "kept") throw new Error("it was kept");
    const loading = await loadBill(stage.deps, wrong.bill.id);
    expect(loading).toMatchObject({
      kind: "rejected",
      bill: { fault: expect.stringContaining(day) as string },
    });
    expect(await stage.lines(wrong.bill.id)).toEqual({ rows: 0, numbers: 0 });
    const late = await stage.upload({ day, payments: 1, last: { 交易时间: `${other} 00:00:03` } });
    expect(await loadBill(stage.deps, late.id)).toMatchObject({ kind: "loaded" });
  });

  it("reads a rejected file again when it is uploaded again", async () => {
    const day = stage.newDay();
    const path = await stage.file({ day, last: { 订单金额: "2.00" } });
    const first = await upload(day, path);
    if (first.kind !== "kept") throw new Error("it was kept");
    await loadBill(stage.deps, first.bill.id);
    const again = await upload(day, path);
    expect(again).toMatchObject({
      kind: "known",
      bill: { id: first.bill.id, state: "loading", fault: null },
    });
    expect(await loadBill(stage.deps, first.bill.id)).toMatchObject({ kind: "rejected" });
  });

  it("lets nobody say to be the channel", async () => {
    const day = stage.newDay();
    const path = await stage.file({ day });
    for (const operator of ["channel", " Channel", "ｃｈａｎｎｅｌ"])
      expect(await uploadBill(stage.deps, { ...keyOf(day), path, operator })).toEqual({ kind: "name_taken" });
  });

  it("stores nothing of a file that is none", async () => {
    const day = stage.newDay();
    const path = await stage.file({ day });
    expect(await upload(day, `${path}.none`)).toEqual({ kind: "file_unreadable" });
    expect(await upload(day, path, "acc_none")).toEqual({ kind: "account_unknown" });
    await writeFile(path, "");
    expect(await upload(day, path)).toEqual({ kind: "file_empty" });
    const { connection } = stage.deps.database;
    expect(await listBills(connection, { accountId: stage.wechat.accountId, day, limit: 10 })).toEqual([]);
  });
});
