import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Environment } from "@compose-pay/runtime";
import type { CliRun } from "./cli-run.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
/** Ten processes that start at once on two busy cores take their time. */
const deadlineMs = 110_000;

/** Runs a command line as a process of its own, with the PATH and nothing else but the given environment. */
export function runChild(args: readonly string[], env: Environment): Promise<CliRun> {
  const { promise, resolve, reject } = Promise.withResolvers<CliRun>();
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: deadlineMs,
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  child.on("error", reject);
  child.on("close", (exitCode, signal) => {
    if (exitCode === null) reject(new Error(`ended by ${signal}: ${Buffer.concat(err).toString()}`));
    else resolve({ exitCode, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
  });
  return promise;
}
