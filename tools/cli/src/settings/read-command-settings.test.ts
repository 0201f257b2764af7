import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Environment } from "@compose-pay/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { readCommandSettings } from "./read-command-settings.ts";

const schema = z.object({
  DATABASE_URL: z.string(),
  MASTER_KEY: z.string().optional(),
  QUEUE_PREFIX: z.string().default(""),
  WEBHOOK_ALLOWED_CIDRS: z.string().optional(),
});
const ofStack = { database_url: "mysql://stack", master_key: "stack-key", queue_prefix: "mine" };

let folder: string;
let notes: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "compose-pay-cli-"));
  notes = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("readCommandSettings", () => {
  it("takes what the environment lacks from the stack that runs beside", () => {
    writeStack(ofStack);
    expect(read({})).toEqual({
      DATABASE_URL: "mysql://stack",
      MASTER_KEY: "stack-key",
      QUEUE_PREFIX: "mine",
    });
    expect(read({ QUEUE_PREFIX: "other", DATABASE_URL: "" })).toMatchObject({
      DATABASE_URL: "mysql://stack",
      QUEUE_PREFIX: "other",
    });
    expect(notes).toContain("QUEUE_PREFIX: from the environment");
    expect(notes).toContain(`DATABASE_URL: from ${stackFile()}`);
  });

  it("never seals for one database with the master key of another", () => {
    writeStack(ofStack);
    expect(read({ DATABASE_URL: "mysql://production" }).MASTER_KEY).toBeUndefined();
    expect(read({ DATABASE_URL: "mysql://stack" }).MASTER_KEY).toBe("stack-key");
    expect(notes).toContain(`MASTER_KEY: not set (${stackFile()} is of another database)`);
  });

  it("never lets what may be called on this machine hold for another installation", () => {
    writeStack({ ...ofStack, webhook_allowed_cidrs: "127.0.0.0/8" });
    expect(read({}).WEBHOOK_ALLOWED_CIDRS).toBe("127.0.0.0/8");
    expect(read({ DATABASE_URL: "mysql://production" }).WEBHOOK_ALLOWED_CIDRS).toBeUndefined();
  });

  it("prefers a file that the environment names to the stack", () => {
    writeStack(ofStack);
    const file = path.join(folder, "url");
    writeFileSync(file, "mysql://from-file\n");
    const settings = read({ DATABASE_URL_FILE: file });
    expect(settings).toMatchObject({ DATABASE_URL: "mysql://from-file" });
    expect(settings.MASTER_KEY).toBeUndefined();
  });

  it.each([
    ["no stack file", undefined],
    ["one that is cut short", '{"database_url": "mysq'],
    ["one of another shape", '{"database_url": 7}'],
  ])("says what is missing when there is %s", (_, content) => {
    if (content !== undefined) writeFileSync(stackFile(), content);
    expect(() => read({})).toThrow("the configuration is wrong: DATABASE_URL is missing");
  });
});

function read(env: Environment) {
  const clock = { now: () => new Date(0) };
  const context = { env, stackFile: stackFile(), clock, note: (line: string) => void notes.push(line) };
  return readCommandSettings(context, schema);
}

function stackFile(): string {
  return path.join(folder, "stack.json");
}

function writeStack(content: unknown): void {
  writeFileSync(stackFile(), JSON.stringify(content));
}
