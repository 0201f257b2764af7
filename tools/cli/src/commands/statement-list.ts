import { parseStatementDay } from "@compose-pay/contracts";
import { findApp, listStatements } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done, usage } from "../command-result.ts";
import { statementDocument } from "../documents/statement-document.ts";
import { unknownId } from "../outcomes.ts";
import { appParameter, pageParameters } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";
import { liveSwitch } from "../statement-parameters.ts";

const columns = ["day", "payments", "payment_amount", "refunds", "refund_amount", "fees", "net", "built_at"];

export const statementList = defineCommand({
  words: "statement list",
  summary: "list the statements of an app that are built, newest day first",
  parameters: { appId: appParameter, live: liveSwitch, ...pageParameters },
  run: async (context, { appId, live, limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      if (startingAfter !== undefined && !parseStatementDay(startingAfter).ok) {
        return usage("--starting-after", "must be a day such as 2026-01-31");
      }
      if ((await findApp(connection, appId)) === null) return unknownId("app", appId);
      const found = await listStatements(connection, {
        appId,
        live,
        before: startingAfter,
        limit: limit + 1,
      });
      const page = pageOf(found, limit, { documentOf: statementDocument, cursorOf: ({ day }) => day });
      return done(page, renderPage(page, columns));
    }),
});
