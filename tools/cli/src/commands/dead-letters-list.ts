import type { DeadLetter } from "@compose-pay/messaging";
import { defineCommand } from "../command.ts";
import { done, type JsonDocument } from "../command-result.ts";
import { deadLetterParameters } from "../dead-letter-parameters.ts";
import { integerOf } from "../parameters.ts";
import { renderTable } from "../render/render-table.ts";
import { withMessaging } from "../settings/with-messaging.ts";

const mostLetters = 1_000;

export const deadLettersList = defineCommand({
  words: "dead-letters list",
  summary: "list the messages that a service could not handle, oldest first; nothing is removed",
  parameters: {
    service: deadLetterParameters.service,
    limit: {
      usage: "--limit <messages>",
      help: `at most so many, 1 to ${mostLetters} (default 100)`,
      schema: integerOf(1, mostLetters, 100),
    },
  },
  run: async (context, { service, limit }) => {
    const letters = await withMessaging(context, ({ deadLetters }) => deadLetters.list(service, limit));
    const document = { object: "list", service, data: letters.map(deadLetterDocument) };
    return done(document, letters.length === 0 ? "none" : renderTable(columns, letters.map(rowOf)));
  },
});

const columns = ["id", "queue", "message", "reason", "tries", "died at", "trace id", "body"];
const longestBody = 60;

function rowOf(letter: DeadLetter): readonly unknown[] {
  const { id, queue, name, version, reason, tries, diedAt, traceId, body } = letter;
  const start = body.length > longestBody ? `${body.slice(0, longestBody)}…` : body;
  return [id, queue, `${name} v${version}`, reason, tries, diedAt, traceId, start];
}

function deadLetterDocument(letter: DeadLetter): JsonDocument {
  return {
    object: "dead_letter",
    id: letter.id,
    queue: letter.queue,
    name: letter.name,
    version: letter.version,
    reason: letter.reason,
    trace_id: letter.traceId,
    tries: letter.tries,
    faults: letter.faults,
    first_seen: letter.firstSeen,
    died_at: letter.diedAt,
    body: letter.body,
  };
}
