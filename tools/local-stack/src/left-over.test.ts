import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { endLeftOver } from "./left-over.ts";
import { processIdentity } from "./process-identity.ts";
import { writeProcessRecord } from "./process-record.ts";

const folder = mkdtempSync(join(tmpdir(), "left-over-"));
afterAll(() => rmSync(folder, { recursive: true }));

function startSleeper(): number {
  return spawn("sleep", ["600"], { detached: true, stdio: "ignore" }).pid ?? 0;
}

describe("a process that an earlier run left behind", () => {
  it("is ended when it is the recorded one", async () => {
    const record = join(folder, "same.json");
    const lines: string[] = [];
    const pid = startSleeper();
    writeProcessRecord(record, pid);
    await endLeftOver(record, { label: "Redis", deadlineMs: 10_000, report: (line) => lines.push(line) });
    expect(processIdentity(pid)).toBeUndefined();
    expect(lines).toEqual([`Redis of an earlier run still runs as process ${pid}: ending it`]);
    expect(existsSync(record)).toBe(false);
  });

  it("is left alone when it only has the recorded pid", async () => {
    const record = join(folder, "foreign.json");
    const pid = startSleeper();
    writeFileSync(record, JSON.stringify({ pid, identity: "another boot/1" }));
    await endLeftOver(record, { label: "Redis", deadlineMs: 100, report: () => undefined });
    expect(processIdentity(pid)).toBeDefined();
    process.kill(pid, "SIGKILL");
  });

  it("is nothing when there is no record or an unreadable one", async () => {
    const record = join(folder, "broken.json");
    writeFileSync(record, "{");
    await endLeftOver(record, { label: "Redis", deadlineMs: 100, report: () => undefined });
    await endLeftOver(record, { label: "Redis", deadlineMs: 100, report: () => undefined });
    expect(existsSync(record)).toBe(false);
  });
});
