import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { processIdentity } from "./process-identity.ts";

describe("the identity of a process", () => {
  it("stays the same while it lives and differs between processes", async () => {
    const child = spawn(process.execPath, ["-e", "process.stdin.resume()"]);
    const pid = child.pid ?? 0;
    const identity = processIdentity(pid);
    expect(identity).toBeDefined();
    expect(processIdentity(pid)).toBe(identity);
    expect(processIdentity(process.pid)).not.toBe(identity);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(processIdentity(pid)).toBeUndefined();
  });
});
