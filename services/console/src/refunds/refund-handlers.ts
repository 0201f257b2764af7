import { retryRefund } from "@compose-pay/application";
import type { ConsoleParsed, refundRoutes } from "@compose-pay/contracts";
import {
  type Connection,
  everyRefund,
  listRefundsNewestFirst,
  mostListBranches,
  type RefundListFilter,
} from "@compose-pay/database";
import { done, type HandlersOf, noSuch, refused, refusedInput } from "../api/handler.ts";
import { readPageMark, writePageMark } from "../api/page-mark.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import { pageOf } from "../api/page-of.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { allAppIds } from "../payments/payment-filter.ts";
import { endedRequestHandlers } from "./ended-request-handlers.ts";
import { refundRequestHandlers } from "./refund-request-handlers.ts";
import { refundRowView } from "./refund-views.ts";
import { settleHandlers } from "./settle-handlers.ts";
import { showRefund } from "./show-refund.ts";

/** Refunds: lists, one with everything about it, those that operators ask for, and those that are stuck. */
export function refundHandlers(deps: ConsoleDeps): HandlersOf<typeof refundRoutes> {
  const { connection } = deps.database;
  return {
    ...refundRequestHandlers(deps),
    ...endedRequestHandlers(deps),
    ...settleHandlers(deps),
    "refunds.list": async ({ input }) => {
      const after = readPageMark(input.after);
      if (after === null) return wrongCursor();
      const only = await onlyOf(connection, input);
      if ("appIds" in only && only.appIds.length * 2 > mostListBranches)
        return refusedInput("app_id", "must be given, because there are many apps");
      const { limit, created_from: createdFrom, created_before: createdBefore } = input;
      const read = { only, createdFrom, createdBefore, after, limit: limit + 1 };
      const rows = await listRefundsNewestFirst(connection, read);
      return done(pageOf(rows, limit, { nextOf: writePageMark, show: refundRowView }));
    },
    "refunds.show": async ({ input: { id } }) => {
      const shown = await showRefund(deps, id);
      return shown === null ? noSuch("refund") : done(shown);
    },
    "refunds.retry": async ({ input: { id } }) => {
      const retry = await retryRefund(deps, id);
      switch (retry.kind) {
        case "refund_unknown":
          return noSuch("refund");
        case "ended":
          return refused("conflict", "the refund has come to its end");
        case "asked": {
          const { state, dueAt } = retry.refund;
          const before = { state, due_at: dueAt?.toISOString() ?? null };
          return done(refundRowView(retry.refund), { before, after: { due: "now" } });
        }
      }
    },
  };
}

async function onlyOf(
  connection: Connection,
  { state, account_id: accountId, app_id: appId, live }: ConsoleParsed<"refunds.list">,
): Promise<RefundListFilter["only"]> {
  const { states } = state === undefined ? everyRefund : { states: [state] };
  if (state !== undefined || accountId !== undefined) return { states, accountId };
  if (appId !== undefined) return { appIds: [appId], live };
  return live === undefined ? everyRefund : { appIds: await allAppIds(connection), live };
}
