import { type Connection, type Database, isDatabaseAway } from "@compose-pay/database";
import { type Clock, createGatherer } from "@compose-pay/runtime";
import { type FactToRecord, type Recorded, type RecordedFact, recordFacts } from "./record-facts.ts";

export interface FactRecorder {
  /**
   * Records a fact; resolves after the commit.
   *
   * @param alsoInTransaction what must be saved with it or not at all
   */
  record(
    recorded: RecordedFact,
    alsoInTransaction?: (transaction: Connection, outcome: Recorded) => Promise<void>,
  ): Promise<Recorded>;
}

/**
 * Records facts that arrive together in one transaction, as many as gather while the ones before are on their
 * way to the disk. Facts about one payment are recorded one after the other. A fact that cannot be recorded
 * fails alone.
 */
export function createFactRecorder(deps: {
  readonly database: Database;
  readonly clock: Clock;
  readonly mostInBatch: number;
  readonly mostBatchesAtOnce: number;
}): FactRecorder {
  const gatherer = createGatherer<FactToRecord, Recorded>({
    ...deps,
    runBatch: (facts) => recordFacts(deps, facts),
    keyOf: ({ recorded }) => recorded.paymentId,
    isOneWorksFault: (error) => !isDatabaseAway(error),
  });
  return { record: (recorded, alsoInTransaction) => gatherer.add({ recorded, alsoInTransaction }) };
}
