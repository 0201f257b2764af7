import type { NumberedRecord } from "@compose-pay/database";
import type { OwnRecord, OwnState } from "@compose-pay/domain";

/** What stands here of a number, in the words of matching. */
export function ownRecord(record: NumberedRecord): OwnRecord {
  const { outNo, kind, amount, fee } = record;
  const isReturned = record.kind === "payment" && record.isReturned;
  return { outNo, kind, amount, fee, state: ownState(record), isReturned };
}

function ownState(record: NumberedRecord): OwnState {
  switch (record.state) {
    case "created":
    case "submitted":
    case "pending":
    case "processing":
      return "open";
    case "succeeded":
      return "succeeded";
    case "closed":
    case "failed":
      return "ended";
    case "abnormal":
      return "held";
  }
}
