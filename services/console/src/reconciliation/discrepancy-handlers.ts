import {
  type ApprovalResult,
  approveResolution,
  previewResolution,
  refusalWords,
  type RejectionResult,
  rejectResolution,
  type ResolutionResult,
  resolveDiscrepancy,
} from "@compose-pay/application";
import type { discrepancyRoutes, DiscrepancyView } from "@compose-pay/contracts";
import { findChannelAccount, findDiscrepancy, listDiscrepancies } from "@compose-pay/database";
import { done, type HandlersOf, noSuch, type Outcome, refused } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { approvalFromFen } from "../live-settings/approval-from-fen.ts";
import { discrepancyOutcomeView } from "./discrepancy-outcome-view.ts";
import { discrepancyView, evidenceView, heldOpenView } from "./discrepancy-view.ts";
import { operatorName } from "../operators/operator-name.ts";

type DecisionResult = ResolutionResult | ApprovalResult | RejectionResult;

/** Differences with the channels: looked at by anybody who may, decided by one person, or by two. */
export function discrepancyHandlers(deps: ConsoleDeps): HandlersOf<typeof discrepancyRoutes> {
  const { connection } = deps.database;
  // Read with each decision: operators change it while everything runs.
  const resolutionDeps = async () => ({ ...deps, approvalFromFen: await approvalFromFen(deps) });
  const deciding = async (
    id: string,
    decide: () => Promise<DecisionResult>,
  ): Promise<Outcome<DiscrepancyView>> => {
    const before = await findDiscrepancy(connection, id);
    if (before === null) return noSuch("discrepancy");
    const result = await decide();
    if ("messages" in result) deps.outbox.dispatch(result.messages);
    const refusal = refusalOf(result);
    if (refusal !== null) return refusal;
    const after = "row" in result ? discrepancyView(result.row) : null;
    if (after === null) return noSuch("discrepancy");
    return done(after, { before: discrepancyView(before), after });
  };
  return {
    "discrepancies.list": async ({ input: { after: cursor, limit, ...filter } }) => {
      const after = cursor === undefined ? undefined : await findDiscrepancy(connection, cursor);
      if (after === null) return wrongCursor();
      const { state, type, day, account_id: channelAccountId, run_id: runId } = filter;
      const of = runId === undefined ? { channelAccountId, day } : { runId };
      const asked = { state, type, of, foundBefore: filter.found_before, after };
      const rows = await listDiscrepancies(connection, { ...asked, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: ({ id }) => id, show: discrepancyView }));
    },
    "discrepancies.show": async ({ input: { id } }) => {
      const row = await findDiscrepancy(connection, id);
      if (row === null) return noSuch("discrepancy");
      const account = await findChannelAccount(connection, row.channelAccountId);
      return done({
        discrepancy: discrepancyView(row),
        account_name: account?.name ?? null,
        ...evidenceView(row.evidence),
        held_open: heldOpenView(row),
        outcome: discrepancyOutcomeView(row),
      });
    },
    "discrepancies.preview": async ({ input }) => {
      const preview = await previewResolution(await resolutionDeps(), input);
      if (preview.kind === "discrepancy_unknown") return noSuch("discrepancy");
      const { decision, does, leaves } = preview;
      const isAllowed = decision.kind === "allowed";
      return done({
        resolution: input.resolution,
        allowed: isAllowed,
        refusal: isAllowed ? null : decision.reason,
        does,
        left_to_do: leaves,
        needs_approval: isAllowed ? decision.needsApproval : null,
        effects: isAllowed ? decision.effects : [],
      });
    },
    "discrepancies.resolve": ({ input, session }) => {
      const decision = { ...input, operator: operatorName(session.operator) };
      return deciding(input.id, async () => resolveDiscrepancy(await resolutionDeps(), decision));
    },
    "discrepancies.approve": ({ input: { id, decided_at: decidedAt }, session }) => {
      const approval = { id, operator: operatorName(session.operator), decidedAt: new Date(decidedAt) };
      return deciding(id, async () => approveResolution(await resolutionDeps(), approval));
    },
    "discrepancies.reject": ({ input: { id, reason, decided_at: decidedAt }, session }) => {
      const operator = operatorName(session.operator);
      const rejection = { id, reason, operator, decidedAt: new Date(decidedAt) };
      return deciding(id, () => rejectResolution(deps, rejection));
    },
  };
}

/** @returns null for what was done, or waits for a second person now */
function refusalOf(result: DecisionResult) {
  switch (result.kind) {
    case "resolved":
    case "awaiting_approval":
    case "rejected":
      return null;
    case "refused":
      return refused(
        "conflict",
        `it cannot be resolved so (${result.reason}): ${refusalWords[result.reason]}`,
      );
    case "not_open":
      return refused("conflict", `it is ${result.row.state}: somebody has decided on it already`);
    case "not_awaiting_approval":
      return refused("conflict", `it is ${result.row.state} and waits for nobody's approval`);
    case "decided_anew":
      return refused("conflict", "something else was decided meanwhile: look at it again");
    case "same_person":
      return refused("conflict", "who has decided cannot agree too: a second person has to");
    case "decider_disabled":
      return refused("conflict", "who has decided may not do so any more; it can be rejected alone");
    case "discrepancy_unknown":
      return noSuch("discrepancy");
  }
}
