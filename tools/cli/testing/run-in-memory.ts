import { type Clock, type Environment, systemClock } from "@compose-pay/runtime";
import { runCli } from "../src/run-cli.ts";
import type { CliRun } from "./cli-run.ts";

/** Runs a command line in this process, with nothing but the given environment. */
export async function runInMemory(
  args: readonly string[],
  env: Environment = {},
  clock: Clock = systemClock,
): Promise<CliRun> {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await runCli(args, {
    env,
    stackFile: "/nowhere/stack.json",
    clock,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  return { exitCode, stdout: out.join(""), stderr: err.join("") };
}
