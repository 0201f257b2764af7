import { type JobKind, listJobDefinitions } from "@compose-pay/application";
import type { Database } from "@compose-pay/database";
import type { Alarms } from "../alarms/alarms.ts";
import { beginRuns } from "./begin-runs.ts";
import { buildStatements } from "./build-statements.ts";
import { warnOfCertificates } from "./certificate-expiry.ts";
import type { JobSource, JobWork } from "./job.ts";
import { purgeOldRows, type Retention } from "./purge-journals.ts";
import { reportStuckWork } from "./stuck-work.ts";

export interface BuiltInJobDeps {
  readonly database: Database;
  readonly alarms: Pick<Alarms, "raise">;
  readonly retention: Retention;
}

/** The jobs of the catalogue, each with its work; asked for again, it knows the accounts of then. */
export function builtInJobs(deps: BuiltInJobDeps): JobSource {
  const works = worksOf(deps);
  return async () => {
    const definitions = await listJobDefinitions(deps.database.connection);
    return definitions.flatMap((definition) => {
      const run = works.get(definition.kind);
      return run === undefined ? [] : [{ ...definition, run }];
    });
  };
}

/**
 * What each kind of the catalogue does; one for each account finds it in `context.definition.subject`. A kind without its
 * work does not compile.
 */
function worksOf(deps: BuiltInJobDeps): ReadonlyMap<string, JobWork> {
  const works: Readonly<Record<JobKind, JobWork>> = {
    "bills-and-reconciliation": beginRuns(deps),
    statements: buildStatements(deps),
    "certificate-expiry": warnOfCertificates(deps),
    "stuck-work": reportStuckWork(deps),
    "purge-journals": purgeOldRows(deps),
  };
  return new Map(Object.entries(works));
}
