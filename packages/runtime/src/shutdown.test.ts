import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";

const entry = new URL("./index.ts", import.meta.url).href;

describe("createShutdown", () => {
  it("runs its steps in reverse order at SIGTERM and exits with 0", async () => {
    const ended = await runScript(`
      shutdown.onStop("first", () => console.log("first"));
      shutdown.onStop("second", async () => console.log("second"));
      process.kill(process.pid, "SIGTERM");`);
    expect(ended.code).toBe(0);
    expect(ended.plain).toEqual(["second", "first"]);
  });

  it("goes on after a step that fails, and exits with 1", async () => {
    const ended = await runScript(`
      shutdown.onStop("first", () => console.log("first"));
      shutdown.onStop("second", () => { throw new Error("boom"); });
      await shutdown.stop("test");`);
    expect(ended.code).toBe(1);
    expect(ended.plain).toEqual(["first"]);
    expect(ended.text).toContain('"step":"second"');
  });

  it("gives up at the deadline and names the step that hangs", async () => {
    const ended = await runScript(`
      shutdown.onStop("database", () => console.log("never"));
      shutdown.onStop("consumer", () => new Promise(() => {}));
      await shutdown.stop("test");`);
    expect(ended.code).toBe(1);
    expect(ended.plain).toEqual([]);
    expect(ended.text).toMatch(/"level":"fatal".*"step":"consumer".*the deadline passed/);
  });

  it("gives up at a second signal", async () => {
    const ended = await runScript(`
      shutdown.onStop("consumer", () => { process.kill(process.pid, "SIGINT"); return new Promise(() => {}); });
      process.kill(process.pid, "SIGINT");`);
    expect(ended.code).toBe(1);
    expect(ended.text).toContain("a second SIGINT came");
  });
});

describe("runService", () => {
  it("says in one line which settings are wrong, and exits with 1", async () => {
    const ended = await runScript(`
      await runtime.runService("ingress", async () => {
        runtime.readSettings(z.object(runtime.sharedSettings), { DATABASE_URL: "hunter2" });
      });`);
    expect(ended.code).toBe(1);
    expect(ended.text.trim().split("\n")).toHaveLength(1);
    expect(ended.text).toMatch(/DATABASE_URL must be a URL .*AMQP_URL is missing/);
    expect(ended.text).not.toContain("hunter2");
  });

  it("ends the process when a rejection or an error is not handled", async () => {
    const rejected = await runScript(`
      await runtime.runService("ingress", async () => void Promise.reject(new Error("lost")));
      setInterval(() => {}, 1_000);`);
    const thrown = await runScript(`
      await runtime.runService("ingress", async () => setTimeout(() => { throw new Error("lost"); }));
      setInterval(() => {}, 1_000);`);
    expect([rejected.code, thrown.code]).toEqual([1, 1]);
    expect(rejected.text).toMatch(/"level":"fatal".*"message":"lost"/);
    expect(thrown.text).toMatch(/"level":"fatal".*"message":"lost"/);
  });
});

/** Runs the lines in a process of their own, since they end it; `plain` are the lines that are no log. */
async function runScript(lines: string) {
  const script = `
    import * as runtime from ${JSON.stringify(entry)};
    import { z } from "zod";
    const logger = runtime.createLogger({ service: "test", level: "info" });
    const shutdown = runtime.createShutdown({ logger, deadlineMs: 400 });
    setInterval(() => {}, 60_000);
    ${lines}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: new URL(".", import.meta.url),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const chunks: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => void chunks.push(chunk));
  await once(child, "close");
  const text = chunks.join("");
  const plain = text.split("\n").filter((line) => line !== "" && !line.startsWith("{"));
  return { code: child.exitCode, text, plain };
}
