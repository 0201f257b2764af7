import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BillParseResult } from "../bills/bill-parse.ts";
import type { AccountIsolationResult } from "../channel-calls/account-isolation.ts";
import type { CallOverheadResult } from "../channel-calls/call-overhead.ts";
import type { SigningDelayResult } from "../channel-calls/signing-delay.ts";
import type { ConsolePageResult } from "../console/console-page.ts";
import type { ConsoleQueriesResult } from "../console/console-queries.ts";
import type { CreateAloneResult } from "../create/create-alone.ts";
import type { BacklogResult } from "../deliveries/backlog.ts";
import type { DeliveriesResult } from "../deliveries/deliveries.ts";
import type { EndpointIsolationResult } from "../deliveries/endpoint-isolation.ts";
import type { MachineDescription } from "../ground/describe-machine.ts";
import type { ServiceMemory } from "../memory/service-memory.ts";
import type { ReconcileResult } from "../reconciliation/reconcile.ts";
import type { StartTimeResult } from "../start/start-time.ts";
import type { WholeWayResult } from "../whole-way/whole-way.ts";

/** What one run of the benchmarks came to; a benchmark that was not run is left out. */
export interface BenchResults {
  readonly machine: MachineDescription;
  readonly create?: CreateAloneResult;
  readonly deliveries?: DeliveriesResult;
  readonly endpointIsolation?: EndpointIsolationResult;
  readonly backlog?: BacklogResult;
  readonly overhead?: CallOverheadResult;
  readonly signing?: SigningDelayResult;
  readonly isolation?: AccountIsolationResult;
  readonly reconcile?: ReconcileResult;
  readonly console?: ConsoleQueriesResult;
  readonly consolePage?: ConsolePageResult;
  readonly wholeWay?: WholeWayResult;
  readonly memory?: ServiceMemory;
  readonly billParse?: BillParseResult;
  readonly start?: StartTimeResult;
}

const folder = path.resolve(import.meta.dirname, "../../results");

/**
 * Writes the results of a day; those of benchmarks that were not run this time stay as they were.
 *
 * @returns the file
 */
export function writeResults(results: BenchResults, at: Date): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${at.toISOString().slice(0, 10)}.json`);
  const merged = { ...readBefore(file), ...results };
  writeFileSync(file, `${JSON.stringify(merged, null, 2)}\n`);
  return file;
}

function readBefore(file: string): object {
  try {
    const before: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof before === "object" && before !== null ? before : {};
  } catch {
    return {};
  }
}
