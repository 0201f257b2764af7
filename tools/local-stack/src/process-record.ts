import { writeFileSync } from "node:fs";
import { z } from "zod";
import { processIdentity } from "./process-identity.ts";
import { readJson } from "./read-json.ts";

const recordSchema = z.object({ pid: z.int().positive(), identity: z.string() });

/** Writes down which process something belongs to, in a way that outlives this process and a reboot. */
export function writeProcessRecord(file: string, pid: number): void {
  writeFileSync(file, `${JSON.stringify({ pid, identity: processIdentity(pid) ?? "ended" })}\n`);
}

/** The recorded process if it still runs; undefined for another process with its pid and for no readable record. */
export function recordedProcess(file: string): number | undefined {
  const record = recordSchema.safeParse(readJson(file));
  if (!record.success) return undefined;
  const { pid, identity } = record.data;
  return processIdentity(pid) === identity ? pid : undefined;
}
