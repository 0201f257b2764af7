import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { DeliveryStage } from "./delivery-stage.ts";
import type { TestMessaging } from "./test-messaging.ts";

/** The service as it is started in earnest. */
export interface WorkerProcess {
  /** Ends it so; answers its exit code, or null after SIGKILL. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** Resolves when the process takes messages. */
export async function startWorkerProcess(stage: DeliveryStage, test: TestMessaging): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [main], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      DATABASE_URL: stage.databaseUrl,
      AMQP_URL: test.amqpUrl,
      QUEUE_PREFIX: test.queuePrefix,
      MASTER_KEY: stage.masterKey.toString("base64"),
      ADMIN_PORT: "0",
      WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
      WEBHOOK_ALLOWED_PORTS: "1-65535",
    },
  });
  const exited = once(child, "exit");
  await untilReady(child);
  return {
    end: async (signal) => {
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}

async function untilReady(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error("its output is piped");
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.includes("notify-worker is running")) {
      // Read on, or a full pipe would stop the process.
      child.stdout.resume();
      return;
    }
  }
  throw new Error(`the worker ended before it was ready:\n${lines.join("\n")}`);
}
