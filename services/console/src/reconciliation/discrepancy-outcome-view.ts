import { outcomeOf } from "@compose-pay/application";
import type { DiscrepancyOutcome } from "@compose-pay/contracts";
import type { DiscrepancyRow } from "@compose-pay/database";

type Done = DiscrepancyOutcome["done"];

/** Without what holds it open, which is no end of it. @returns null for what nothing was done about yet */
export function discrepancyOutcomeView(row: Pick<DiscrepancyRow, "outcome">): DiscrepancyOutcome | null {
  const { asked = null, rejections = [], done = {} } = outcomeOf(row);
  const view = { asked, rejections, done: membersOf(done) };
  return asked === null && rejections.length === 0 && view.done.length === 0 ? null : view;
}

/** What is in a member stands beside the others, such as the step that had put it right. */
function membersOf(done: object): Done {
  return Object.entries(done).flatMap(([name, value]: [string, unknown]): Done => {
    if (typeof value === "object" && value !== null) return membersOf(value);
    return [{ name, value: isSaid(value) ? value : null }];
  });
}

function isSaid(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
