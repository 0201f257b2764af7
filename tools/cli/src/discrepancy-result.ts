import { refusalWords } from "@compose-pay/application";
import type { DiscrepancyRow } from "@compose-pay/database";
import type { ResolutionRefusal } from "@compose-pay/domain";
import { type CommandResult, done, failed } from "./command-result.ts";
import { wholeDiscrepancyDocument } from "./documents/discrepancy-document.ts";
import { renderDiscrepancy } from "./render/render-discrepancy.ts";

/** The discrepancy as it is now, and what is to be done next. */
export function shown(row: DiscrepancyRow, next?: string): CommandResult {
  const document = wholeDiscrepancyDocument(row);
  const text = renderDiscrepancy(document);
  return done(document, next === undefined ? text : `${text}\n\n${next}`);
}

/** It cannot be resolved so; nothing was changed. */
export function resolutionRefused({ id }: DiscrepancyRow, reason: ResolutionRefusal): CommandResult {
  return failed(
    "resolution_refused",
    `discrepancy ${id} cannot be resolved so (${reason}): ${refusalWords[reason]}`,
  );
}

/** Somebody else was first, or nobody has decided yet. */
export function wrongState({ id, state, resolvedBy }: DiscrepancyRow, wanted: string): CommandResult {
  const by = resolvedBy === null ? "" : `, by ${resolvedBy}`;
  return failed(`discrepancy_not_${wanted}`, `discrepancy ${id} is ${state}${by}`);
}
