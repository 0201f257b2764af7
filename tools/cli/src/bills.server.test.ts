import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wechatFile } from "../testing/account-files.ts";
import { wechatBill } from "../testing/bill-file.ts";
import { documentOf, errorOf } from "../testing/cli-run.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { openInstallation, type TestInstallation } from "../testing/test-installation.ts";

const { mchid } = wechatFile.credentials;
const day = "2026-11-28";

describe("npm run cli -- bill", () => {
  let installation: TestInstallation;
  let folder: string;
  let account: string;
  beforeAll(async () => {
    installation = await openInstallation();
    folder = await mkdtemp(path.join(tmpdir(), "compose-pay-cli-bills-"));
    await done("migrate");
    account = (await done("account", "put", await file("account.json", JSON.stringify(wechatFile)))).id;
  });
  afterAll(async () => {
    await installation.close();
    await rm(folder, { recursive: true });
  });

  it("loads a file, says its counts and sums in fen, and changes nothing by the same once more", async () => {
    const bill = await file("bill.csv", wechatBill({ mchid, day, payments: 3 }));
    const loaded = await load(bill);
    const totals = { lines: 3, payments: 3, payment_amount: 300, refunds: 0, fees: 3 };
    expect(documentOf(loaded)).toMatchObject({
      state: "loaded",
      version: 1,
      day,
      lines: 3,
      totals,
      source: "ops",
    });
    expect(await load(bill)).toEqual(loaded);
    expect(await done("bill", "show", documentOf(loaded).id)).toEqual(documentOf(loaded));
  });

  it("lists all versions of a day and pages through an account's bills, newest first", async () => {
    await load(await file("corrected.csv", wechatBill({ mchid, day, payments: 4 })));
    await load(await file("before.csv", wechatBill({ mchid, day: "2026-11-27", payments: 1 })), "2026-11-27");
    const ofDay = await done("bill", "list", "--account", account, "--day", day);
    expect(ofDay).toMatchObject({
      data: [
        { version: 2, lines: 4 },
        { version: 1, lines: 3 },
      ],
      has_more: false,
    });
    const first = await done("bill", "list", "--account", account, "--limit", "2");
    expect(first).toMatchObject({ data: [{ day }, { day }], has_more: true });
    const rest = await done(
      "bill",
      "list",
      "--account",
      account,
      "--starting-after",
      String(first["next_cursor"]),
    );
    expect(rest).toMatchObject({ data: [{ day: "2026-11-27", lines: 1 }], has_more: false });
  });

  it("saves the raw file byte by byte, and over no file", async () => {
    const content = wechatBill({ mchid, day, payments: 5 });
    const { id } = documentOf(await load(await file("five.csv", content)));
    const target = path.join(folder, "saved.csv");
    await done("bill", "save", id, target);
    expect(await readFile(target, "utf8")).toBe(content);
    expect(await fail("bill", "save", id, target)).toMatchObject({ exitCode: 1, code: "file_exists" });
  });

  it("says the fault and the line of a file that does not sum up, and of one of another account", async () => {
    const wrong = await file("wrong.csv", wechatBill({ mchid, day, payments: 2, sum: "3.00" }));
    expect(errorOf(await load(wrong))).toMatchObject({
      exitCode: 1,
      code: "bill_rejected",
      message: expect.stringContaining("sum_differs in line 5") as string,
    });
    const others = await file("others.csv", wechatBill({ mchid: "1900000999", day, payments: 2 }));
    expect(errorOf(await load(others)).message).toContain("account_differs in line 2");
  });

  it("names what was called wrongly, and what there is not", async () => {
    const empty = await file("empty.csv", "");
    expect(errorOf(await load(empty))).toMatchObject({ code: "file_empty" });
    expect(errorOf(await load(path.join(folder, "none.csv")))).toMatchObject({ code: "file_unreadable" });
    expect(errorOf(await load(empty, "2026-02-30"))).toMatchObject({ exitCode: 2 });
    expect(await fail("bill", "show", "bil_none")).toMatchObject({ code: "bill_unknown" });
    expect(await fail("bill", "save", "bil_none", "x.csv")).toMatchObject({ code: "bill_unknown" });
  });

  function load(bill: string, ofDay = day) {
    return run("bill", "load", bill, "--account", account, "--day", ofDay, "--by", "ops");
  }

  async function file(name: string, content: string): Promise<string> {
    const written = path.join(folder, name);
    await writeFile(written, content);
    return written;
  }

  async function done(...words: readonly string[]) {
    return documentOf(await run(...words));
  }

  async function fail(...words: readonly string[]) {
    return errorOf(await run(...words));
  }

  function run(...words: readonly string[]) {
    const archive = { ARCHIVE_URL: path.join(folder, "archive"), SCRATCH_DIR: path.join(folder, "scratch") };
    return runInMemory([...words, "--json"], { ...installation.env, ...archive });
  }
});
