import { type auditRoutes, consoleRouteNames, consoleRouteOf } from "@compose-pay/contracts";
import {
  findOperatorByEmail,
  listLoginAttempts,
  listUnfinishedActs,
  searchAuditEntries,
} from "@compose-pay/database";
import { done, type HandlersOf } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { auditEntryView, loginAttemptView } from "./log-views.ts";
import { unfinishedSpan } from "./unfinished-span.ts";

const actions = consoleRouteNames.filter((name) => consoleRouteOf(name).kind === "act").toSorted();

/** The records of what operators did and of who tried to sign in, newest first. */
export function auditHandlers(deps: ConsoleDeps): HandlersOf<typeof auditRoutes> {
  const { connection } = deps.database;
  /** @returns undefined for everybody, null for nobody */
  const operatorIdOf = async (operator: string | undefined): Promise<string | undefined | null> => {
    if (operator === undefined || operator === "") return undefined;
    if (!operator.includes("@")) return operator;
    return (await findOperatorByEmail(connection, operator.toLowerCase()))?.id ?? null;
  };
  return {
    "audit.list": async ({ input: { operator, subject, action, phase, from, until, after, limit } }) => {
      const before = numberOf(after);
      if (before === null) return wrongCursor();
      const operatorId = await operatorIdOf(operator);
      if (operatorId === null) return done({ rows: [], next: null });
      const { rows, last } = await searchAuditEntries(connection, {
        operatorId,
        subject: subject === "" ? undefined : subject,
        action: action === "" ? undefined : action,
        phase,
        from,
        until,
        before,
        limit,
      });
      return done({ rows: rows.map(auditEntryView), next: last === null ? null : String(last.number) });
    },
    "audit.unfinished": async ({ input: { after: cursor, limit } }) => {
      const after = numberOf(cursor);
      if (after === null) return wrongCursor();
      const span = unfinishedSpan(deps.clock.now());
      const rows = await listUnfinishedActs(connection, span, { after, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: (row) => String(row.number), show: auditEntryView }));
    },
    "audit.actions": async () => done({ actions }),
    "login_attempts.list": async ({ input: { operator, after, limit } }) => {
      const operatorId = await operatorIdOf(operator);
      if (operatorId === null) return done({ rows: [], next: null });
      const rows = await listLoginAttempts(connection, { operatorId, after, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: (row) => row.id, show: loginAttemptView }));
    },
  };
}

/** @returns undefined for the first page, null for what no page has ended with */
function numberOf(cursor: string | undefined): number | undefined | null {
  if (cursor === undefined) return undefined;
  const number = Number(cursor);
  return Number.isSafeInteger(number) ? number : null;
}
