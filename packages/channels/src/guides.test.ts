import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { type SandboxRig, startSandboxRig } from "../testing/sandbox-rig.ts";
import { parseAccount } from "./account.ts";

const accountFile = z.looseObject({ credentials: z.record(z.string(), z.unknown()) });
type AccountFile = z.output<typeof accountFile>;

/** The kinds of account that a guide shows, in its order, as the sandbox opens them. */
const guides = [
  [
    "go-live-wechat.md",
    [
      { channel: "wechat", mode: "public_key" },
      { channel: "wechat", mode: "certificate" },
      { channel: "wechat", mode: "both" },
      { channel: "wechat", mode: "both", sub_mchid: true },
    ],
  ],
  [
    "go-live-alipay.md",
    [
      { channel: "alipay", mode: "key" },
      { channel: "alipay", mode: "certificate" },
    ],
  ],
] as const;

let rig: SandboxRig;

beforeAll(async () => {
  rig = await startSandboxRig();
});
afterAll(() => rig.stop());

describe.each(guides)("the account files of %s", (guide, kinds) => {
  it("are as many as the ways to be an account", () => {
    expect(examplesOf(guide)).toHaveLength(kinds.length);
  });

  it.each(kinds.map((kind, index) => [index + 1, kind] as const))(
    "are taken as they stand, with true keys in their places: number %i",
    async (number, kind) => {
      const example = examplesOf(guide)[number - 1];
      const opened = accountFile.parse(await rig.control("POST", "/accounts", kind));
      expect(parseAccount(withKeys(example, opened))).toMatchObject({ kind: "account" });
      // With the dots of the guide it is nothing that could be taken by mistake.
      expect(parseAccount(example)).toMatchObject({ kind: "invalid" });
    },
  );
});

function examplesOf(guide: string): readonly AccountFile[] {
  const file = fileURLToPath(new URL(`../../../docs/guides/${guide}`, import.meta.url));
  const blocks = readFileSync(file, "utf8").matchAll(/^```json\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, text = ""]) => accountFile.parse(JSON.parse(text)));
}

/** Puts the opened account's keys and certificates where the example has only the first and last lines of one. */
function withKeys(example: AccountFile | undefined, opened: AccountFile): unknown {
  if (example === undefined) return null;
  const credentials = Object.entries(example.credentials).map(([field, value]) => {
    const isKey = JSON.stringify(value).includes("-----BEGIN");
    return [field, isKey ? opened.credentials[field] : value];
  });
  return { ...example, credentials: Object.fromEntries(credentials) as unknown };
}
