import type { DeadLetterResult } from "@compose-pay/messaging";
import { defineCommand } from "../command.ts";
import type { CommandResult } from "../command-result.ts";
import { deadLetterParameters, readChoice } from "../dead-letter-parameters.ts";
import { lineOf } from "../parameters.ts";
import { withMessaging } from "../settings/with-messaging.ts";

export const deadLettersReplay = defineCommand({
  words: "dead-letters replay",
  summary: "send dead letters back to the queue they came from, as if new",
  parameters: deadLetterParameters,
  run: async (context, { service, ...given }) => {
    const read = readChoice(given);
    if (read.kind !== "choice") return read;
    const result = await withMessaging(context, ({ deadLetters }) =>
      deadLetters.replay(service, read.choice),
    );
    return settled("replayed", result);
  },
});

export const deadLettersDrop = defineCommand({
  words: "dead-letters drop",
  summary: "remove dead letters for good",
  parameters: {
    ...deadLetterParameters,
    reason: { usage: "--reason <text>", help: "why, for the log", schema: lineOf(256) },
  },
  run: async (context, { service, reason, ...given }) => {
    const read = readChoice(given);
    if (read.kind !== "choice") return read;
    const result = await withMessaging(context, ({ deadLetters }) =>
      deadLetters.drop(service, read.choice, reason),
    );
    return settled("dropped", result);
  },
});

/** What was asked for and is not done makes the command fail, with all that is known of it. */
function settled(verb: "replayed" | "dropped", result: DeadLetterResult): CommandResult {
  const { done, failed, missing, unknown, isBroken } = result;
  const lines = [
    `${done.length} ${verb}`,
    ...failed.map(({ id, why }) => `${id} is still there: ${why}`),
    ...unknown.map((id) => `${id} may be ${verb} or still be there`),
    ...missing.map((id) => `${id} is not there${isBroken ? ", or was not come to" : ""}`),
    ...(isBroken ? ["the connection to the broker broke off before the end"] : []),
  ];
  return {
    kind: failed.length + missing.length === 0 && !isBroken ? "done" : "broken",
    document: { object: "dead_letter_result", [verb]: done, failed, missing, unknown, is_broken: isBroken },
    text: lines.join("\n"),
  };
}
