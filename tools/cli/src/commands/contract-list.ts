import { findApp, listContracts } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { contractDocument } from "../documents/contract-document.ts";
import { unknownId } from "../outcomes.ts";
import { appParameter } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

const columns = [
  "method",
  "enabled",
  "min_amount",
  "max_amount",
  "daily_amount",
  "fee_rate_bps",
  "fee_fixed",
  "fee_min",
  "fee_max",
  "fee_rounding",
  "fee_returned",
];

export const contractList = defineCommand({
  words: "contract list",
  summary: "list what an app may do with its methods, and what they cost",
  parameters: { appId: appParameter },
  run: async (context, { appId }) =>
    withDatabase(context, async ({ connection }) => {
      if ((await findApp(connection, appId)) === null) return unknownId("app", appId);
      const found = await listContracts(connection, appId);
      const page = pageOf(found, found.length, {
        documentOf: contractDocument,
        cursorOf: ({ method }) => method,
      });
      return done(page, renderPage(page, columns));
    }),
});
