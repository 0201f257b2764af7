import { listAuditEntries, listLoginAttempts } from "@compose-pay/database";
import { done, type Handlers, refusedInput } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { auditEntryView, loginAttemptView } from "./log-views.ts";

/** What people did, and how they tried to sign in. */
export function logHandlers({
  database: { connection },
}: ConsoleDeps): Pick<Handlers, "login_attempts.list" | "audit.list"> {
  return {
    "login_attempts.list": async ({ input: { operator_id: operatorId, after, limit } }) => {
      const rows = await listLoginAttempts(connection, { operatorId, after, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: (row) => row.id, show: loginAttemptView }));
    },
    "audit.list": async ({ input: { operator_id: operatorId, subject, action, after, limit } }) => {
      const before = after === undefined ? undefined : Number(after);
      if (before !== undefined && !Number.isSafeInteger(before))
        return refusedInput("after", "must be `next` of the page before");
      const rows = await listAuditEntries(connection, {
        operatorId,
        subject: subject === "" ? undefined : subject,
        action: action === "" ? undefined : action,
        before,
        limit: limit + 1,
      });
      return done(pageOf(rows, limit, { nextOf: (row) => String(row.number), show: auditEntryView }));
    },
  };
}
