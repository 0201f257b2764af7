import type { Database } from "@compose-pay/database";
import type { Clock, Logger } from "@compose-pay/runtime";
import type { Alarms } from "../alarms/alarms.ts";
import type { JobMetrics } from "./job-metrics.ts";

export interface JobDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: JobMetrics;
  readonly alarms: Pick<Alarms, "raise">;
  /** This process, such as host, pid and chance; no other has the same. */
  readonly owner: string;
  readonly leaseMs: number;
  readonly renewEveryMs: number;
  /** How often a run looks whether it may go on. */
  readonly beatMs: number;
}
