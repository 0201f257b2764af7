import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { LocalStackError } from "./local-stack-error.ts";
import { endsWithParentPrefix } from "./parent-death.ts";
import { findProgram } from "./find-program.ts";
import type { Report } from "./running-server.ts";

export interface ProcessToStart {
  /** What it is called in reports. */
  readonly name: string;
  /** A path, or a name that is looked up in the PATH of `env`. */
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the process; nothing is added. */
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Where its output is appended; above 16 MiB the file is set aside as `<logFile>.previous` first. */
  readonly logFile: string;
  /** Told when the process ends although nobody asked it to. */
  readonly report: Report;
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface StartedProcess {
  readonly pid: number;
  /** Resolves, never rejects, when the process has ended. */
  readonly exited: Promise<ProcessEnd>;
  readonly isRunning: () => boolean;
  /** SIGTERM, and SIGKILL when it still runs after `deadlineMs`; resolves when it has ended. */
  readonly stop: (deadlineMs: number) => Promise<ProcessEnd>;
  /** SIGKILL to the process and its descendants at once. */
  readonly kill: () => void;
}

const maxLogBytes = 16 * 1_024 * 1_024;

/**
 * Starts a process at the head of its own group, so that Ctrl-C in the terminal reaches only us and we decide
 * the order of the end. What it leaves behind in its group is killed when it ends. On Linux it gets SIGTERM
 * when this process dies. Throws a LocalStackError when the command does not exist.
 */
export function startProcess(wanted: ProcessToStart): StartedProcess {
  const program = wanted.command.includes("/") ? wanted.command : findProgram([wanted.command], wanted.env);
  if (program === undefined) throw notFound(wanted);
  const child = spawnWithLog(program, wanted);
  const { pid } = child;
  if (pid === undefined) throw notFound(wanted);
  let endIsWanted = false;
  const exited = new Promise<ProcessEnd>((resolve) => {
    child.once("exit", (code, signal) => {
      killGroup(pid);
      if (!endIsWanted) wanted.report(unexpectedEndLine(wanted, { code, signal }));
      resolve({ code, signal });
    });
  });
  return {
    pid,
    exited,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    stop: async (deadlineMs) => {
      endIsWanted = true;
      child.kill("SIGTERM");
      const timer = setTimeout(() => killGroup(pid), deadlineMs);
      return exited.finally(() => clearTimeout(timer));
    },
    kill: () => {
      endIsWanted = true;
      killGroup(pid);
    },
  };
}

function spawnWithLog(program: string, { args, env, cwd, logFile }: ProcessToStart): ChildProcess {
  const output = openLog(logFile);
  try {
    const [command = program, ...rest] = [...endsWithParentPrefix(), program, ...args];
    const child = spawn(command, rest, { env, cwd, detached: true, stdio: ["ignore", output, output] });
    // A failed spawn shows as a missing pid; unheard, its event would end this process.
    child.once("error", () => undefined);
    return child;
  } finally {
    closeSync(output);
  }
}

function openLog(logFile: string): number {
  mkdirSync(dirname(logFile), { recursive: true });
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > maxLogBytes) renameSync(logFile, `${logFile}.previous`);
  return openSync(logFile, "a");
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group is already empty.
  }
}

function notFound({ name, command }: ProcessToStart): LocalStackError {
  return new LocalStackError(`${name} cannot be started: ${command} was not found or may not be executed.`);
}

function unexpectedEndLine({ name, logFile }: ProcessToStart, { code, signal }: ProcessEnd): string {
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
  return `${name} ended unexpectedly (${how}); its log is ${logFile}`;
}
