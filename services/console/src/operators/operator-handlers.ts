import {
  createOperator,
  disableOperator,
  enableOperator,
  type OperatorChange,
  resetOperator,
  setOperatorRoles,
} from "@compose-pay/application";
import type { operatorRoutes, OperatorView } from "@compose-pay/contracts";
import {
  deleteSessionsOf,
  findOperator,
  findOperatorRoles,
  listOperators,
  searchOperators,
  listSessions,
  type OperatorRow,
} from "@compose-pay/database";
import { idleBounds } from "../access/current-session.ts";
import { done, type HandlersOf, noSuch, type Outcome, refused, refusedInput } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { sessionView } from "../session/session-view.ts";
import { operatorView } from "./operator-view.ts";
import { roleHandlers } from "./role-handlers.ts";

const mostSessions = 100;

/** Operators and their roles. */
export function operatorHandlers(deps: ConsoleDeps): HandlersOf<typeof operatorRoutes> {
  const { connection } = deps.database;
  const viewOf = async (operator: OperatorRow): Promise<OperatorView> =>
    operatorView(operator, await findOperatorRoles(connection, [operator.id]));
  const changing = async (
    { id, by }: { readonly id: string; readonly by: OperatorRow },
    change: () => Promise<OperatorChange>,
  ): Promise<Outcome<OperatorView>> => {
    if (id === by.id) return refused("conflict", "somebody else has to change your own account");
    const found = await findOperator(connection, id);
    if (found === null) return noSuch("operator");
    const before = await viewOf(found);
    const changed = await change();
    if (changed.kind !== "changed") return refusedChange(changed);
    const after = await viewOf(changed.operator);
    return done(after, { before, after });
  };
  return {
    ...roleHandlers(deps),
    "operators.list": async ({ input: { name, after, limit } }) => {
      const place =
        name === undefined || after === undefined ? undefined : await findOperator(connection, after);
      if (place === null) return wrongCursor();
      const rows =
        name === undefined
          ? await listOperators(connection, { after, limit: limit + 1 })
          : await searchOperators(connection, { prefix: name, after: place, limit: limit + 1 });
      const roles = await findOperatorRoles(
        connection,
        rows.map((row) => row.id),
      );
      return done(pageOf(rows, limit, { nextOf: (row) => row.id, show: (row) => operatorView(row, roles) }));
    },
    "operators.show": async ({ input: { id } }) => {
      const operator = await findOperator(connection, id);
      if (operator === null) return noSuch("operator");
      const sessions = await listSessions(connection, {
        operatorId: id,
        ...idleBounds(deps),
        limit: mostSessions,
      });
      return done({
        operator: await viewOf(operator),
        sessions: sessions.map(sessionView),
      });
    },
    "operators.create": async ({ input, session }) => {
      const created = await createOperator(deps, {
        email: input.email,
        name: input.name,
        roleIds: input.role_ids,
        timeZone: session.operator.timeZone,
        mustChangePassword: true,
      });
      switch (created.kind) {
        case "created": {
          const operator = await viewOf(created.operator);
          return done({ operator, password: created.password }, { subject: operator.id, after: operator });
        }
        case "email_taken":
          return refusedInput("email", "is the address of an operator already");
        case "role_unknown":
          return refusedInput("role_ids", "names a role that does not exist");
      }
    },
    "operators.set_roles": ({ input, session: { operator: by } }) => {
      const { id, role_ids: roleIds, expected_version: expectedVersion } = input;
      return changing({ id, by }, () => setOperatorRoles(deps, { id, roleIds, expectedVersion }));
    },
    "operators.disable": ({ input: { id }, session: { operator: by } }) =>
      changing({ id, by }, () => disableOperator(deps, id)),
    "operators.enable": ({ input: { id }, session: { operator: by } }) =>
      changing({ id, by }, () => enableOperator(deps, id)),
    "operators.reset": async ({ input: { id }, session: { operator: by } }) => {
      let password = "";
      const outcome = await changing({ id, by }, async () => {
        const reset = await resetOperator(deps, id);
        password = reset.password;
        return reset;
      });
      return outcome.kind === "done"
        ? { ...outcome, answer: { operator: outcome.answer, password } }
        : outcome;
    },
    "operators.revoke_sessions": async ({ input: { id } }) => {
      const revoked = await deleteSessionsOf(connection, id);
      return done({ revoked }, { after: { revoked } });
    },
  };
}

function refusedChange(change: Exclude<OperatorChange, { readonly kind: "changed" }>) {
  switch (change.kind) {
    case "operator_unknown":
      return noSuch("operator");
    case "role_unknown":
      return refusedInput("role_ids", "names a role that does not exist");
    case "last_manager":
      return refused("conflict", "nobody would be left who can manage operators");
  }
}
