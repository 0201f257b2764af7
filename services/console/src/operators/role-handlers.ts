import {
  createRole,
  deleteRole,
  type RoleChange,
  type RoleFields,
  updateRole,
} from "@compose-pay/application";
import type { RoleView } from "@compose-pay/contracts";
import { countRoleOperators, listRoles } from "@compose-pay/database";
import { done, type Handlers, noSuch, type Outcome, refused, refusedInput } from "../api/handler.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { roleView } from "./operator-view.ts";

type RoleRoutes = "roles.list" | "roles.create" | "roles.update" | "roles.delete";

export function roleHandlers(deps: ConsoleDeps): Pick<Handlers, RoleRoutes> {
  const { connection } = deps.database;
  const outcomeOf = async (change: RoleChange): Promise<Outcome<RoleView>> => {
    if (change.kind !== "changed") return refusedRole(change);
    const counts = await countRoleOperators(connection, [change.role.id]);
    const after = roleView(change.role, counts.get(change.role.id) ?? 0);
    const before = change.before === null ? undefined : fieldsOf(change.before);
    const noted = { ...fieldsOf(change.role), version: after.version };
    return done(after, { subject: after.id, before, after: noted });
  };
  return {
    "roles.list": async () => {
      const roles = await listRoles(connection);
      const counts = await countRoleOperators(
        connection,
        roles.map((role) => role.id),
      );
      return done({ rows: roles.map((role) => roleView(role, counts.get(role.id) ?? 0)), next: null });
    },
    "roles.create": async ({ input }) => outcomeOf(await createRole(deps, input)),
    "roles.update": async ({ input, session: { operator } }) => {
      const { expected_version: expectedVersion, ...fields } = input;
      return outcomeOf(await updateRole(deps, { ...fields, expectedVersion, by: operator.id }));
    },
    "roles.delete": async ({ input: { id } }) => {
      const change = await deleteRole(deps, id);
      return change.kind === "changed" ? done(null, { before: fieldsOf(change.role) }) : refusedRole(change);
    },
  };
}

function fieldsOf({
  name,
  description,
  permissions,
}: Omit<RoleFields, "permissions"> & { permissions: unknown }) {
  return { name, description, permissions };
}

function refusedRole(change: Exclude<RoleChange, { readonly kind: "changed" }>) {
  switch (change.kind) {
    case "role_unknown":
      return noSuch("role");
    case "name_taken":
      return refusedInput("name", "is the name of a role already");
    case "own_role":
      return refused(
        "not_permitted",
        "it is a role of your own: somebody else has to give it what moves money",
      );
    case "in_use":
      return refused("conflict", "operators have this role");
    case "last_manager":
      return refused("conflict", "nobody would be left who can manage operators");
    case "too_many":
      return refused("conflict", "there are as many roles as there can be");
  }
}
