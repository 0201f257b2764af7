import { buildStatement, hindranceWords } from "@compose-pay/application";
import { findApp } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done, failed } from "../command-result.ts";
import { statementDocument } from "../documents/statement-document.ts";
import { unknownId } from "../outcomes.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";
import { statementParameters } from "../statement-parameters.ts";

export const statementBuild = defineCommand({
  words: "statement build",
  summary: "build the statement of an app's day, or build it anew, once the day is reconciled",
  parameters: statementParameters,
  run: async ({ clock, ...context }, key) =>
    withDatabase({ ...context, clock }, async (database) => {
      if ((await findApp(database.connection, key.appId)) === null) return unknownId("app", key.appId);
      const building = await buildStatement({ database, clock }, key);
      if (building.kind === "not_ready")
        return failed("statement_not_ready", hindranceWords(building.hindrance));
      const document = statementDocument(building.statement);
      return done(document, renderFields(document));
    }),
});
