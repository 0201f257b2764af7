import { type auditRoutes, consoleRouteNames, consoleRouteOf } from "@compose-pay/contracts";
import { findOperatorByEmail, listAuditEntries, listLoginAttempts } from "@compose-pay/database";
import { done, type HandlersOf } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { auditEntryView, loginAttemptView } from "./log-views.ts";

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
    "audit.list": async ({ input: { operator, subject, action, after, limit } }) => {
      const before = after === undefined ? undefined : Number(after);
      if (before !== undefined && !Number.isSafeInteger(before)) return wrongCursor();
      const operatorId = await operatorIdOf(operator);
      if (operatorId === null) return done({ rows: [], next: null });
      const rows = await listAuditEntries(connection, {
        operatorId,
        subject: subject === "" ? undefined : subject,
        action: action === "" ? undefined : action,
        before,
        limit: limit + 1,
      });
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
