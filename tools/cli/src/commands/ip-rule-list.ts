import { findApp, listIpRules } from "@compose-pay/database";
import { defineCommand } from "../command.ts";
import { done } from "../command-result.ts";
import { ipRuleDocument } from "../documents/ip-rule-document.ts";
import { unknownId } from "../outcomes.ts";
import { appParameter, pageParameters } from "../parameters.ts";
import { pageOf, renderPage } from "../render/render-page.ts";
import { withDatabase } from "../settings/with-database.ts";

export const ipRuleList = defineCommand({
  words: "ip-rule list",
  summary: "list the ranges that an app may be called from; none means everywhere",
  parameters: { appId: appParameter, ...pageParameters },
  run: async (context, { appId, limit, startingAfter }) =>
    withDatabase(context, async ({ connection }) => {
      if ((await findApp(connection, appId)) === null) return unknownId("app", appId);
      const found = await listIpRules(connection, { appId, after: startingAfter, limit: limit + 1 });
      const page = pageOf(found, limit, { documentOf: ipRuleDocument, cursorOf: (rule) => rule.cidr });
      return done(page, renderPage(page, ["cidr", "created_at"]));
    }),
});
