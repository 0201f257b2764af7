import type { StuckRowView, stuckRoutes } from "@compose-pay/contracts";
import { listStuckRows, type StuckRow } from "@compose-pay/database";
import { done, type HandlersOf } from "../api/handler.ts";
import { readMomentCursor, writeMomentCursor } from "../api/moment-cursor.ts";
import { pageOf } from "../api/page-of.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { stuckLimits } from "./stuck-limits.ts";

/** The rows behind the numbers of the dashboard, so that they can be moved. */
export function stuckHandlers({ database, clock }: ConsoleDeps): HandlersOf<typeof stuckRoutes> {
  return {
    "stuck.list": async ({ input: { what, after: cursor, limit } }) => {
      const place = cursor === undefined ? undefined : readMomentCursor(cursor);
      if (place === null) return wrongCursor();
      const after = place === undefined ? undefined : { since: place.at, id: place.id };
      const limits = stuckLimits(clock.now());
      const rows = await listStuckRows(database.connection, what, { limits, after, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: cursorOf, show: stuckRowView }));
    },
  };
}

function cursorOf({ since, id }: StuckRow): string {
  return writeMomentCursor({ at: since, id });
}

function stuckRowView(row: StuckRow): StuckRowView {
  return {
    id: row.id,
    since: row.since.toISOString(),
    word: row.word,
    account_id: row.accountId,
    app_id: row.appId,
    payment_id: row.paymentId,
  };
}
