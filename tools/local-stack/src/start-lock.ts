import { linkSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LocalStackError } from "./local-stack-error.ts";
import { recordedProcess, writeProcessRecord } from "./process-record.ts";

/** Releases the lock; a second call does nothing. */
export type ReleaseLock = () => void;

const maxAttempts = 5;

/**
 * Makes this process the only one that runs servers in `dataDir`. The lock of a process that has died is
 * taken over; that of a living one is a LocalStackError that names it.
 */
export function takeStartLock(dataDir: string): ReleaseLock {
  const lockFile = join(dataDir, "servers.lock");
  const mine = `${lockFile}.${process.pid}`;
  writeProcessRecord(mine, process.pid);
  try {
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      if (tryLink(mine, lockFile)) return releaseOnce(lockFile);
      refuseLivingOwner(lockFile, dataDir);
      removeStale(lockFile);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new LocalStackError(`${lockFile} could not be taken. Remove it if nothing runs here.`);
}

/** A link appears complete or not at all, so nobody reads half a lock. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function refuseLivingOwner(lockFile: string, dataDir: string): void {
  const owner = recordedProcess(lockFile);
  if (owner === undefined) return;
  throw new LocalStackError(
    `Another compose-pay (process ${owner}) already runs its servers in ${dataDir}. ` +
      `Stop that one first (Ctrl-C there, or kill ${owner}), or use a second checkout.`,
  );
}

/** Set aside before it is deleted: if another process took the lock just now, it gets it back. */
function removeStale(lockFile: string): void {
  const aside = `${lockFile}.stale.${process.pid}`;
  try {
    renameSync(lockFile, aside);
  } catch {
    return;
  }
  if (recordedProcess(aside) !== undefined) tryLink(aside, lockFile);
  rmSync(aside, { force: true });
}

function releaseOnce(lockFile: string): ReleaseLock {
  let isHeld = true;
  return () => {
    if (isHeld) rmSync(lockFile, { force: true });
    isHeld = false;
  };
}
