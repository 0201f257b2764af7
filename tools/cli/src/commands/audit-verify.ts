import { type AuditVerdict, verifyAudit } from "@compose-pay/application";
import { z } from "zod";
import { defineCommand } from "../command.ts";
import { type CommandResult, done } from "../command-result.ts";
import { renderFields } from "../render/render-fields.ts";
import { withSealedDatabase } from "../settings/with-database.ts";

export const auditVerify = defineCommand({
  words: "audit verify",
  summary:
    "follow the chain of the console's audit from its first entry, and tell the first one that does not fit",
  parameters: {
    anchor: {
      usage: "--anchor <number:hash>",
      help: "the end that an earlier call has printed, kept elsewhere: shows what was cut off since",
      schema: z
        .string()
        .regex(/^\d{1,15}:[0-9a-f]{64}$/, "must be a number and a hash, as this command prints them")
        .transform((text) => ({ number: Number(text.split(":")[0]), hash: text.split(":")[1] ?? "" }))
        .optional(),
    },
  },
  run: async (context, { anchor }) =>
    withSealedDatabase(context, async (deps) => report(await verifyAudit(deps, anchor ?? null))),
});

function report(verdict: AuditVerdict): CommandResult {
  if (verdict.kind === "broken") {
    const { number, fault } = verdict;
    const document = { object: "audit_verdict", whole: false, number, fault };
    return { kind: "broken", document, text: renderFields(document) };
  }
  const { entries, end } = verdict;
  const document = { object: "audit_verdict", whole: true, entries, anchor: `${end.number}:${end.hash}` };
  return done(document, renderFields(document));
}
