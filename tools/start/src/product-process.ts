import path from "node:path";
import { LocalStackError, type Report, type StartedProcess, startProcess } from "@compose-pay/local-stack";
import { type ProcessName, programOf } from "./service-plan.ts";

export const checkoutFolder = path.resolve(import.meta.dirname, "../../..");

export interface ProductProcess {
  readonly name: ProcessName;
  /** The admin port's address, or the sandbox's own. */
  readonly healthUrl: string;
  readonly logFile: string;
  readonly process: StartedProcess;
}

/**
 * A small young generation, and an old one that is collected once it has grown by 40 %: by itself V8 waits until
 * it is several times as large as what is in use. Throughput does not suffer measurably.
 */
const nodeFlags = ["--max-semi-space-size=8", "--heap-growing-percent=40"];

/** How long a process may take until it says that it is ready, on a busy machine. */
const readyWithinMs = 60_000;
const askEveryMs = 50;

/** Starts one process of the product; it is not ready yet. */
export function launch(
  name: ProcessName,
  options: {
    readonly env: Readonly<Record<string, string>>;
    readonly healthUrl: string;
    readonly logFolder: string;
    readonly report: Report;
  },
): ProductProcess {
  const logFile = path.join(options.logFolder, `${name}.log`);
  const started = startProcess({
    name,
    command: process.execPath,
    args: [...nodeFlags, path.join(checkoutFolder, programOf(name))],
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], TZ: process.env["TZ"], ...options.env },
    cwd: checkoutFolder,
    logFile,
    report: options.report,
  });
  return { name, healthUrl: options.healthUrl, logFile, process: started };
}

/**
 * Waits until the process can serve.
 *
 * @throws LocalStackError with its log file when it ends before or takes longer than 60 s
 */
export async function untilReady(one: ProductProcess): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    if (!one.process.isRunning()) {
      throw new LocalStackError(`${one.name} ended while it started; why is in ${one.logFile}`);
    }
    if (await isReady(one.healthUrl)) return;
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
  throw new LocalStackError(`${one.name} was not ready after ${readyWithinMs / 1_000} s; see ${one.logFile}`);
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
