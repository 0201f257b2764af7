import { resetOperator } from "@compose-pay/application";
import { findOperatorByEmail, findOperatorRoles } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { operatorDocument } from "../documents/operator-document.ts";
import { auditOperatorAct } from "../audit-operator-change.ts";
import { emailArgument } from "../operator-email.ts";
import { byParameter } from "../operator-name.ts";
import { shownOnce, unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { withSealedDatabase } from "../settings/with-database.ts";

export const operatorReset = defineCommand({
  words: "operator reset",
  summary: "give an operator a new password, forget the second factor, and end all sessions; prints it once",
  parameters: { email: emailArgument, by: byParameter },
  run: async (context, { email, by }) =>
    withSealedDatabase(context, async ({ database, secretBox }) => {
      const deps = { database, secretBox, clock: context.clock, newId };
      const operator = await findOperatorByEmail(database.connection, email);
      if (operator === null) return unknownId("operator", email);
      const reset = await auditOperatorAct(deps, { by, action: "operators.reset", email }, () =>
        resetOperator(deps, operator.id),
      );
      if (reset.kind !== "changed") return unknownId("operator", email);
      const roles = await findOperatorRoles(database.connection, [operator.id]);
      const document = { ...operatorDocument(reset.operator, roles), password: reset.password };
      return done(document, renderFields(document, shownOnce));
    }),
});
