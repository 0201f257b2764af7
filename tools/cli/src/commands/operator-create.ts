import { createOperator, ensureRoles } from "@compose-pay/application";
import { findOperatorRoles, type RoleRow } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { done, failed } from "../command-result.ts";
import { operatorDocument } from "../documents/operator-document.ts";
import { auditOperatorAct } from "../audit-operator-change.ts";
import { emailArgument } from "../operator-email.ts";
import { byParameter } from "../operator-name.ts";
import { shownOnce } from "../outcomes.ts";
import { lineOf } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withSealedDatabase } from "../settings/with-database.ts";

export const operatorCreate = defineCommand({
  words: "operator create",
  summary: "create somebody who may use the console, the first one too; prints the first password once",
  parameters: {
    email: emailArgument,
    name: { usage: "--name <name>", help: "what people call them", schema: lineOf(64) },
    roles: {
      usage: "--roles <names>",
      help: "names of roles, separated by commas, such as administrator or finance,on-call",
      schema: z
        .string()
        .transform((list) => list.split(",").map((one) => one.trim()))
        .pipe(z.array(z.string().min(1, "must name roles")).max(20)),
    },
    by: byParameter,
  },
  run: async (context, { email, name, roles: names, by }) =>
    withSealedDatabase(context, async ({ database, secretBox }) => {
      const deps = { database, secretBox, clock: context.clock, newId };
      const known = await ensureRoles(deps);
      const unknown = names.find((one) => roleNamed(known, one) === undefined);
      if (unknown !== undefined)
        return failed(
          "role_unknown",
          `there is no role ${unknown}; there are ${known.map((role) => role.name).join(", ")}`,
        );
      const roleIds = names.flatMap((one) => roleNamed(known, one)?.id ?? []);
      const wish = { email, name, roleIds, timeZone: "Asia/Shanghai", mustChangePassword: true };
      const created = await auditOperatorAct(deps, { by, action: "operators.create", email }, () =>
        createOperator(deps, wish),
      );
      switch (created.kind) {
        case "email_taken":
          return failed("email_taken", `${email} is an operator's address already`);
        case "role_unknown":
          return failed("role_unknown", "a role was deleted meanwhile");
        case "created": {
          const roles = await findOperatorRoles(database.connection, [created.operator.id]);
          const document = { ...operatorDocument(created.operator, roles), password: created.password };
          return done(document, renderFields(document, shownOnce));
        }
      }
    }),
});

function roleNamed(roles: readonly RoleRow[], name: string): RoleRow | undefined {
  return roles.find((role) => role.name === name);
}
