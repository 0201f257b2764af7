import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { processIdentity } from "./process-identity.ts";
import { startProcess } from "./start-process.ts";
import type { StartedProcess } from "./start-process.ts";
import { untilReady } from "./until-ready.ts";

const folder = mkdtempSync(join(tmpdir(), "start-process-"));
afterAll(() => rmSync(folder, { recursive: true }));

const lines: string[] = [];
const patience = { deadlineMs: 10_000, everyMs: 10 };

function startNode(name: string, script: string): StartedProcess {
  return startProcess({
    name,
    command: process.execPath,
    args: ["-e", script],
    env: process.env,
    cwd: folder,
    logFile: join(folder, "log", `${name}.log`),
    report: (line) => lines.push(line),
  });
}

function logOf(name: string): string {
  return readFileSync(join(folder, "log", `${name}.log`), "utf8");
}

async function untilLogged(name: string, pattern: RegExp): Promise<RegExpExecArray> {
  return untilReady(async () => {
    const found = pattern.exec(logOf(name));
    if (found === null) throw new Error(`${pattern} is not in the log yet`);
    return found;
  }, patience);
}

describe("a started process", () => {
  it("writes its output to the log file and ends by itself on SIGTERM", async () => {
    const script = `process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1e6); console.log("up")`;
    const started = startNode("polite", script);
    await untilLogged("polite", /up/);
    expect(await started.stop(10_000)).toEqual({ code: 7, signal: null });
    expect(processIdentity(started.pid)).toBeUndefined();
  });

  it("is killed at the deadline when it does not listen", async () => {
    const script = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6); console.log("up")`;
    const started = startNode("stubborn", script);
    await untilLogged("stubborn", /up/);
    expect(await started.stop(50)).toEqual({ code: null, signal: "SIGKILL" });
  });

  it("leaves no descendant behind when it ends", async () => {
    const script = `
      const { pid } = require("node:child_process").spawn("sleep", ["600"]);
      console.log("descendant " + pid);
      setInterval(() => {}, 1e6)`;
    const started = startNode("parent", script);
    const descendant = Number((await untilLogged("parent", /descendant (\d+)/))[1]);
    expect(processIdentity(descendant)).toBeDefined();
    await started.stop(10_000);
    await untilReady(async () => {
      if (processIdentity(descendant) !== undefined) throw new Error("the descendant still runs");
    }, patience);
  });

  it("is reported only when its end was not asked for", async () => {
    const started = startNode("failing", "process.exit(3)");
    expect(await started.exited).toEqual({ code: 3, signal: null });
    expect(lines).toEqual([
      `failing ended unexpectedly (exit code 3); its log is ${join(folder, "log", "failing.log")}`,
    ]);
  });

  it("cannot be had from a command that does not exist", () => {
    const wanted = { name: "ghost", args: [], env: {}, cwd: folder, report: () => undefined };
    const logFile = join(folder, "log", "ghost.log");
    expect(() => startProcess({ ...wanted, command: "no-such-program", logFile })).toThrow(
      "ghost cannot be started: no-such-program was not found",
    );
  });

  it.runIf(process.platform === "linux")("ends when its parent is killed", async () => {
    const module = JSON.stringify(join(import.meta.dirname, "start-process.ts"));
    const started = startNode(
      "middle",
      `import(${module}).then(({ startProcess }) => {
        const child = startProcess({ name: "inner", command: "sleep", args: ["600"], env: process.env,
          cwd: ".", logFile: "log/inner.log", report: () => {} });
        console.log("inner " + child.pid);
      });`,
    );
    const inner = Number((await untilLogged("middle", /inner (\d+)/))[1]);
    expect(processIdentity(inner)).toBeDefined();
    started.kill();
    await untilReady(async () => {
      if (processIdentity(inner) !== undefined) throw new Error("the inner process still runs");
    }, patience);
  });
});
