import { type AccountChecked, checkAccount } from "@compose-pay/application";
import { defineCommand } from "../command.ts";
import { type CommandResult, failed } from "../command-result.ts";
import { unknownId } from "../outcomes.ts";
import { idOf } from "../parameters.ts";
import { renderTable } from "../render/render-table.ts";
import { withSealedDatabase } from "../settings/with-database.ts";

export const accountCheck = defineCommand({
  words: "account check",
  summary:
    "look whether an account can make calls: keys, certificates, the clock, a query that changes nothing",
  parameters: {
    id: { usage: "<id>", help: "the channel account's id", schema: idOf("a channel account", "acc") },
  },
  run: async (context, { id }) =>
    withSealedDatabase(context, async (deps) => {
      const checked = await checkAccount({ ...deps, clock: context.clock }, id);
      switch (checked.kind) {
        case "account_unknown":
          return unknownId("channel account", id);
        case "unusable":
          return failed("account_unusable", checked.reason);
        case "checked":
          return report(id, checked);
      }
    }),
});

function report(
  id: string,
  { findings, isWell }: Extract<AccountChecked, { readonly kind: "checked" }>,
): CommandResult {
  return {
    kind: isWell ? "done" : "broken",
    document: { object: "account_check", account_id: id, well: isWell, findings },
    text:
      findings.length === 0
        ? "this channel has nothing to look at"
        : renderTable(
            ["subject", "level", "detail"],
            findings.map(({ subject, level, detail }) => [subject, level, detail]),
          ),
  };
}
