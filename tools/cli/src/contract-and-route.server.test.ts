import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wechatFile } from "../testing/account-files.ts";
import { documentOf, errorOf } from "../testing/cli-run.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { openInstallation, type TestInstallation } from "../testing/test-installation.ts";

let installation: TestInstallation;
let folder: string;
let ofApp: string;

beforeAll(async () => {
  installation = await openInstallation();
  folder = mkdtempSync(path.join(tmpdir(), "compose-pay-cli-"));
  await json("migrate");
  const merchant = await json("merchant create --name x");
  ofApp = `--app ${(await json(`app create --merchant ${merchant.id} --name x`)).id}`;
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await installation.close();
});

describe("a contract", () => {
  it("is put with all its terms, in place of what was said before", async () => {
    await json(`contract put ${ofApp} --method mock`);
    const terms =
      "--min-amount 10 --max-amount 5000 --daily-amount 100000 --fee-rate-bps 38 --fee-fixed 2 " +
      "--fee-min 1 --fee-max 900 --fee-rounding up --fee-kept";
    const put = await json(`contract put ${ofApp} --method mock ${terms}`);
    const expected = {
      method: "mock",
      enabled: true,
      min_amount: 10,
      max_amount: 5_000,
      daily_amount: 100_000,
      fee_rate_bps: 38,
      fee_fixed: 2,
      fee_min: 1,
      fee_max: 900,
      fee_rounding: "up",
      fee_returned: false,
    };
    expect(put).toMatchObject(expected);
    expect(await json(`contract list ${ofApp}`)).toMatchObject({ data: [expected], has_more: false });
    const text = await runInMemory(["contract", "list", ...ofApp.split(" ")], installation.env);
    expect(text.stdout).toMatch(/mock +yes +10 +5000 +100000 +38/);
  });

  it("has no bounds that it does not speak of, and gives the fee back", async () => {
    expect(await json(`contract put ${ofApp} --method alipay_qr`)).toMatchObject({
      daily_amount: null,
      fee_fixed: 0,
      fee_min: 0,
      fee_max: null,
      fee_rounding: "half_up",
      fee_returned: true,
    });
  });

  it.each([
    ["--min-amount", "--min-amount 2 --max-amount 1"],
    ["--fee-min", "--fee-min 2 --fee-max 1"],
    ["--fee-rounding", "--fee-rounding down"],
    ["--daily-amount", "--daily-amount 0"],
    ["--fee-rate-bps", "--fee-rate-bps 10001"],
  ])("is refused for its %s", async (parameter, terms) => {
    const error = await fail(`contract put ${ofApp} --method mock ${terms}`);
    expect(error.exitCode).not.toBe(0);
    expect(JSON.stringify(error)).toContain(parameter);
  });
});

describe("a route", () => {
  it("has a window of amounts, which a later put changes", async () => {
    const { id } = await json(`account put ${fileOf(wechatFile)}`);
    const route = `route put ${ofApp} --method wechat_native --account ${id}`;
    const put = await json(`${route} --priority 5 --min 100 --max 200`);
    expect(put).toMatchObject({ priority: 5, min_amount: 100, max_amount: 200 });
    const again = await json(`${route} --priority 6 --max 300`);
    expect(again).toMatchObject({ id: put.id, priority: 6, min_amount: null, max_amount: 300 });
    expect(await json(`route list ${ofApp}`)).toMatchObject({
      data: [{ id: put.id, account_id: id, max_amount: 300 }],
    });
    expect(JSON.stringify(await fail(`${route} --priority 1 --min 2 --max 1`))).toContain("--min");
  });
});

/** @param line words with one blank between them */
async function json(line: string) {
  return documentOf(await runInMemory([...line.split(" "), "--json"], installation.env));
}

async function fail(line: string) {
  return errorOf(await runInMemory([...line.split(" "), "--json"], installation.env));
}

function fileOf(content: unknown): string {
  const file = path.join(folder, "account.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}
