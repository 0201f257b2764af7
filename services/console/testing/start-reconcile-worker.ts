import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { serverUrl } from "@compose-pay/test-support";
import type { ConsoleStage } from "./console-stage.ts";

// By its path, because no service can be imported, and the page's "run now" is worth nothing without the process that obeys.
const main = path.resolve(import.meta.dirname, "../../reconcile-worker/src/main.ts");

/** Starts a process of reconcile-worker on the stage's database and queues, which looks for jobs all the time. */
export function startReconcileWorker(stage: ConsoleStage): ChildProcess {
  return spawn(process.execPath, [main], {
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: stage.databaseUrl,
      AMQP_URL: serverUrl("AMQP_URL"),
      QUEUE_PREFIX: stage.queuePrefix,
      MASTER_KEY: randomBytes(32).toString("base64"),
      ADMIN_PORT: "0",
      JOB_LOOK_EVERY_MS: "100",
      LOG_LEVEL: "fatal",
      ARCHIVE_URL: path.join(stage.folder, "archive"),
      SCRATCH_DIR: path.join(stage.folder, "scratch"),
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
}

/** Tells it to stop, and waits until it has. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
