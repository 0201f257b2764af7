import { ChannelAccountUnusable, createChannelDirectory } from "@compose-pay/application";
import type { AccountFinding } from "@compose-pay/channels";
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
      const directory = createChannelDirectory({ ...deps, clock: context.clock });
      try {
        const open = await directory.find(id);
        return open === null ? unknownId("channel account", id) : report(id, await open.channel.check());
      } catch (error) {
        if (error instanceof ChannelAccountUnusable) return failed("account_unusable", error.message);
        throw error;
      } finally {
        await directory.dispose();
      }
    }),
});

function report(id: string, findings: readonly AccountFinding[]): CommandResult {
  const isWell = findings.every(({ level }) => level !== "failed");
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
