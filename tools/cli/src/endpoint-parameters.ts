import { endpointRateLimit, httpUrl, type SignatureVersion } from "@compose-pay/contracts";
import { z } from "zod";
import type { Parameter } from "./command.ts";
import { eventTypeList } from "./event-type-list.ts";
import { idOf, integerOf, lineOf } from "./parameters.ts";

export const endpointId = idOf("a webhook endpoint", "ep");

export const endpointParameter = {
  usage: "<id>",
  help: "the endpoint's id",
  schema: endpointId,
} satisfies Parameter<string>;

const { min, max } = endpointRateLimit;
const signatures = z
  .enum(["v1", "v1,v1a"], "must be v1 or v1,v1a")
  .transform((list): readonly SignatureVersion[] => (list === "v1" ? ["v1"] : ["v1", "v1a"]));

/** What can be said of an endpoint, in a create and in an update; `undefined` where nothing is said. */
export const endpointFieldParameters = {
  url: { usage: "--url <url>", help: "where events are posted to", schema: httpUrl.optional() },
  eventTypes: {
    usage: "--event-types <types>",
    help: "types separated by commas, or * for all (the default of a new one)",
    schema: eventTypeList.optional(),
  },
  description: {
    usage: "--description <text>",
    help: "a note for people; none takes it away",
    schema: noneOr(lineOf(256)),
  },
  rateLimit: {
    usage: "--rate-limit <n>",
    help: `most deliveries in a second, ${min} to ${max}; none takes the limit away`,
    schema: noneOr(integerOf(min, max)),
  },
  signatures: {
    usage: "--signatures <versions>",
    help: "v1 (HMAC-SHA256, the default of a new one) or v1,v1a (Ed25519 besides)",
    schema: signatures.optional(),
  },
} satisfies Readonly<Record<string, Parameter>>;

/** Null for the word none. */
function noneOr<Value>(schema: z.ZodType<Value>): z.ZodType<Value | null | undefined> {
  return z.unknown().transform((written, context) => {
    if (written === undefined) return undefined;
    if (written === "none") return null;
    const read = schema.safeParse(written);
    if (read.success) return read.data;
    for (const { message } of read.error.issues) context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
}
