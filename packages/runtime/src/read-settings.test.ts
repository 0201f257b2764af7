import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { readSettings, SettingsError } from "./read-settings.ts";
import { sharedSettings } from "./shared-settings.ts";

const schema = z.object(sharedSettings);
const key = Buffer.alloc(32, 7).toString("base64");
const complete = {
  DATABASE_URL: "mysql://hub:hunter2@127.0.0.1:3306/compose_pay",
  AMQP_URL: "amqp://127.0.0.1",
  REDIS_URL: "redis://127.0.0.1:6379/0",
  PUBLIC_URL: "https://pay.example.com/",
  MASTER_KEY: key,
  PORT: "8080",
  ADMIN_PORT: "9090",
};
const folder = mkdtempSync(join(tmpdir(), "settings-"));

afterAll(() => rmSync(folder, { recursive: true }));

describe("readSettings", () => {
  it("reads, converts and fills in defaults; an empty variable is an absent one", () => {
    const settings = readSettings(schema, { ...complete, LOG_LEVEL: "", UNKNOWN: "x" });
    expect(settings).toMatchObject({
      PUBLIC_URL: "https://pay.example.com",
      PORT: 8080,
      LOG_LEVEL: "info",
      QUEUE_PREFIX: "",
      SHUTDOWN_DEADLINE_MS: 20_000,
      MASTER_KEY_PREVIOUS: [],
    });
    expect(settings.MASTER_KEY.symmetricKeySize).toBe(32);
  });

  it("reports all faults together, by name and without a value", () => {
    const error = faultsOf({
      ...complete,
      DATABASE_URL: "postgres://hub:hunter2@db/x",
      AMQP_URL: undefined,
      MASTER_KEY: "c2hvcnQ=",
      MASTER_KEY_PREVIOUS: `${key},bm8=`,
      PORT: "80800",
      ADMIN_PORT: "9090.5",
      LOG_LEVEL: "hunter2",
      QUEUE_PREFIX: "Test Prefix",
    });
    expect(error.faults.map((one) => one.variable).toSorted()).toEqual([
      "ADMIN_PORT",
      "AMQP_URL",
      "DATABASE_URL",
      "LOG_LEVEL",
      "MASTER_KEY",
      "MASTER_KEY_PREVIOUS.1",
      "PORT",
      "QUEUE_PREFIX",
    ]);
    expect(error.message).toContain("AMQP_URL is missing");
    for (const value of ["hunter2", "c2hvcnQ=", "bm8=", "80800", "9090.5", "Test Prefix"]) {
      expect(error.message).not.toContain(value);
    }
  });

  it("takes a secret from the file that X_FILE names", () => {
    const path = join(folder, "master-key");
    writeFileSync(path, `${key}\n`);
    const settings = readSettings(schema, { ...complete, MASTER_KEY: "", MASTER_KEY_FILE: path });
    expect(settings.MASTER_KEY.export().toString("base64")).toBe(key);
  });

  it("says once which file cannot be read", () => {
    const error = faultsOf({ ...complete, MASTER_KEY: "", MASTER_KEY_FILE: join(folder, "nowhere") });
    expect(error.faults).toEqual([
      { variable: "MASTER_KEY", fault: "cannot be read from the file that MASTER_KEY_FILE names" },
    ]);
  });
});

function faultsOf(env: Record<string, string | undefined>): SettingsError {
  try {
    readSettings(schema, env);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("the settings were accepted");
}
