import type { Environment } from "@compose-pay/runtime";
import { runCli } from "../src/run-cli.ts";

export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, with nothing but the given environment. */
export async function runInMemory(args: readonly string[], env: Environment = {}): Promise<CliRun> {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await runCli(args, {
    env,
    stackFile: "/nowhere/stack.json",
    clock: { now: () => new Date("2026-03-01T08:00:00.123Z") },
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  return { exitCode, stdout: out.join(""), stderr: err.join("") };
}
