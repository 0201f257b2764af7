import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { processIdentity } from "./process-identity.ts";
import { takeStartLock } from "./start-lock.ts";

let dataDir = "";
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "start-lock-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const lockFile = (): string => join(dataDir, "servers.lock");

describe("the lock of a data folder", () => {
  it("refuses a second owner with the pid of the first, until it is released", () => {
    const release = takeStartLock(dataDir);
    expect(() => takeStartLock(dataDir)).toThrow(`(process ${process.pid}) already runs its servers`);
    release();
    expect(existsSync(lockFile())).toBe(false);
    takeStartLock(dataDir)();
  });

  it("is taken over from a process that has died, even when its pid lives again", () => {
    writeFileSync(lockFile(), JSON.stringify({ pid: process.pid, identity: "another boot/1" }));
    takeStartLock(dataDir);
    expect(() => takeStartLock(dataDir)).toThrow("already runs its servers");
  });

  it("is taken over when it is unreadable", () => {
    writeFileSync(lockFile(), "");
    takeStartLock(dataDir)();
  });

  it("leaves no other file behind", () => {
    writeFileSync(lockFile(), JSON.stringify({ pid: 1, identity: "another boot/1" }));
    takeStartLock(dataDir);
    expect(readdirSync(dataDir)).toEqual(["servers.lock"]);
  });

  it("is not released twice, so that a later owner keeps it", () => {
    const release = takeStartLock(dataDir);
    release();
    const owner = { pid: process.pid, identity: processIdentity(process.pid) };
    writeFileSync(lockFile(), JSON.stringify(owner));
    release();
    expect(existsSync(lockFile())).toBe(true);
  });
});
