import { rmSync } from "node:fs";
import { recordedProcess } from "./process-record.ts";
import type { Report } from "./running-server.ts";
import { untilReady } from "./until-ready.ts";

/**
 * Ends the process that a killed run left behind, if the record names one that still runs: SIGTERM, and
 * SIGKILL after `deadlineMs`. A process that merely got the same pid is left alone.
 */
export async function endLeftOver(
  recordFile: string,
  {
    label,
    deadlineMs,
    report,
  }: { readonly label: string; readonly deadlineMs: number; readonly report: Report },
): Promise<void> {
  const pid = recordedProcess(recordFile);
  if (pid !== undefined) {
    report(`${label} of an earlier run still runs as process ${pid}: ending it`);
    signal(pid, "SIGTERM");
    await untilGone(recordFile, deadlineMs).catch(async () => {
      signal(pid, "SIGKILL");
      await untilGone(recordFile, deadlineMs);
    });
  }
  rmSync(recordFile, { force: true });
}

async function untilGone(recordFile: string, deadlineMs: number): Promise<void> {
  const probe = async (): Promise<void> => {
    const pid = recordedProcess(recordFile);
    if (pid !== undefined) throw new Error(`process ${pid} still runs`);
  };
  await untilReady(probe, { deadlineMs, everyMs: 50 });
}

function signal(pid: number, name: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime.
  }
}
