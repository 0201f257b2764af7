import { startRun } from "@compose-pay/application";
import { newId } from "@compose-pay/runtime";
import { defineCommand } from "../command.ts";
import { done, failed } from "../command-result.ts";
import { dayOfCommand } from "../day-parameter.ts";
import { runDocument } from "../documents/run-document.ts";
import { unknownId } from "../outcomes.ts";
import { idOf, isOn } from "../parameters.ts";
import { renderFields } from "../render/render-fields.ts";
import { withDatabase } from "../settings/with-database.ts";

export const runStart = defineCommand({
  words: "run start",
  summary: "begin the reconciliation of an account's day, or have one go on that stands still",
  parameters: {
    account: { usage: "--account <id>", help: "the account's id", schema: idOf("an account", "acc") },
    day: { usage: "--day <day>", help: "a day of China, such as 2026-11-22", schema: dayOfCommand },
    repeat: {
      usage: "--repeat",
      help: "match a day anew that was matched before, with the bill that there is now; what was found before stays",
      schema: isOn,
    },
  },
  run: async (context, { account, day, repeat }) => {
    const wanted = { accountId: account, day, isRepeat: repeat, trigger: "operator" as const };
    const started = await withDatabase(context, (database) =>
      startRun({ database, clock: context.clock }, { ...wanted, traceId: newId("cli") }),
    );
    switch (started.kind) {
      case "unknown_account":
        return unknownId("account", account);
      case "day_not_over":
        return failed("day_not_over", `${day} is not over in China: its bill is made on the day after`);
      case "known":
        return failed("run_known", `${started.run.id} has matched ${day}: --repeat matches it anew`);
      case "started":
      case "under_way": {
        const document = { ...runDocument(started.run), is_new: started.kind === "started" };
        return done(document, renderFields(document));
      }
    }
  },
});
