import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { endLeftOver } from "./left-over.ts";
import type { ServerName } from "./known-servers.ts";
import { LocalStackError } from "./local-stack-error.ts";
import { writeProcessRecord } from "./process-record.ts";
import { probeServer } from "./probe-server.ts";
import type { PrivateSettings } from "./private-settings.ts";
import type { Report, RunningServer } from "./running-server.ts";
import { secondsSince } from "./seconds-since.ts";
import { startProcess } from "./start-process.ts";
import type { StartedProcess } from "./start-process.ts";
import { untilReady } from "./until-ready.ts";

/** Where a private instance lives and how it talks. */
export interface PrivatePlace {
  readonly dataDir: string;
  readonly settings: PrivateSettings;
  readonly env: NodeJS.ProcessEnv;
  readonly report: Report;
}

export interface PrivateInstance {
  readonly name: ServerName;
  readonly label: string;
  readonly url: string;
  readonly folder: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of the place. */
  readonly env: NodeJS.ProcessEnv;
  /** When it started, of `performance.now()`, with the making of its data. */
  readonly startedAt: number;
}

/** A server gets this long to end by itself; all of them end within a second or two. */
const stopDeadlineMs = 10_000;
const readyDeadlineMs = 60_000;

/** Starts the instance and waits until it answers a client. Throws a LocalStackError with the end of its log. */
export async function runPrivateServer(
  instance: PrivateInstance,
  place: PrivatePlace,
): Promise<RunningServer> {
  const { name, label, url } = instance;
  const started = launch(instance, place);
  const givenUp = (): string | undefined => (started.isRunning() ? undefined : "the process ended");
  try {
    const limits = { deadlineMs: readyDeadlineMs, everyMs: 50, givenUp };
    const version = await untilReady(() => probeServer[name](url), limits);
    const where = `private instance on ${new URL(url).host}, data in ${shown(instance.folder)}`;
    place.report(`${version}: ${where}, ready in ${secondsSince(instance.startedAt)}`);
  } catch (error) {
    await started.stop(stopDeadlineMs);
    throw new LocalStackError(failureSentence(label, logFileOf(label, place)), { cause: error });
  }
  return { url, how: "private", stop: () => stop(started) };
}

/** Starts a process of a private instance and records it, so that the next run finds it if we are killed. */
export function launch(
  wanted: Pick<PrivateInstance, "label" | "folder" | "command" | "args" | "env">,
  place: PrivatePlace,
): StartedProcess {
  const { label, folder, command, args } = wanted;
  const started = startProcess({
    name: label,
    command,
    args,
    env: { ...place.env, ...wanted.env },
    cwd: folder,
    logFile: logFileOf(label, place),
    report: place.report,
  });
  const recordFile = recordFileOf(label, place.dataDir);
  mkdirSync(dirname(recordFile), { recursive: true });
  writeProcessRecord(recordFile, started.pid);
  return started;
}

/** Ends what a killed run left of a process with this label. */
export async function endLeftOverOf(
  label: string,
  place: Pick<PrivatePlace, "dataDir" | "report">,
): Promise<void> {
  const limits = { label, deadlineMs: stopDeadlineMs, report: place.report };
  await endLeftOver(recordFileOf(label, place.dataDir), limits);
}

/** Ends a process within bounds. */
export async function stop(started: StartedProcess): Promise<void> {
  await started.stop(stopDeadlineMs);
}

function logFileOf(label: string, { dataDir }: PrivatePlace): string {
  return join(dataDir, "log", `${label.toLowerCase()}.log`);
}

function recordFileOf(label: string, dataDir: string): string {
  return join(dataDir, "run", `${label.toLowerCase()}.json`);
}

function failureSentence(label: string, logFile: string): string {
  const lines = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-5);
  return (
    `${label} did not start. The end of its log ${shown(logFile)}:\n${lines.map((line) => `  ${line}`).join("\n")}\n` +
    `If its data is damaged or from another version, start anew with --fresh (this deletes the local data).`
  );
}

function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}
