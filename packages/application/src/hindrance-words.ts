import type { StatementHindrance } from "./statement-hindrance.ts";

/** Why a statement cannot be built yet, for people. */
export function hindranceWords(hindrance: StatementHindrance): string {
  switch (hindrance.kind) {
    case "day_not_over":
      return "the day is not over in China";
    case "before_half_past_ten":
      return "without bills it can be built from 10:30 of the next day in China";
    case "not_reconciled":
      return `the newest run of the day is not balanced or closed for ${hindrance.accountIds.join(", ")}`;
  }
}
