import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort, isPortFree } from "@compose-pay/local-stack";
import { z } from "zod";

const portFile = z.record(z.string(), z.int().min(1).max(65_535));

/**
 * One free port of 127.0.0.1 for each name: the one it had the last time where that is still free, so that
 * addresses stay the same over a restart.
 *
 * @param preferred what a name gets the first time, where it is free
 */
export async function choosePorts<Name extends string>(
  file: string,
  names: readonly Name[],
  preferred: Partial<Record<Name, number>> = {},
): Promise<Readonly<Record<Name, number>>> {
  const remembered = readPorts(file);
  const chosen = new Map<string, number>();
  for (const name of names) {
    chosen.set(name, await firstFree([remembered[name], preferred[name]], new Set(chosen.values())));
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...remembered, ...Object.fromEntries(chosen) }, null, 2));
  // because every name was given a port above
  return Object.fromEntries(chosen) as Readonly<Record<Name, number>>;
}

async function firstFree(
  wanted: readonly (number | undefined)[],
  taken: ReadonlySet<number>,
): Promise<number> {
  for (const port of wanted) {
    if (port !== undefined && !taken.has(port) && (await isPortFree(port))) return port;
  }
  return freePort();
}

function readPorts(file: string): Readonly<Record<string, number>> {
  try {
    return portFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Not there yet, or spoilt by hand: ports are chosen anew.
    return {};
  }
}
