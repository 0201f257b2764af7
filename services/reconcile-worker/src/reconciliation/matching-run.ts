import type { RunRow } from "@compose-pay/database";
import type { RunCounts } from "./run-counts.ts";

/** A run whose bill is loaded, as it is matched. */
export interface MatchingRun extends Pick<
  RunRow,
  "id" | "fence" | "channelAccountId" | "day" | "traceId" | "cursor" | "isLinesDone"
> {
  readonly billId: string;
  readonly counts: RunCounts;
}
