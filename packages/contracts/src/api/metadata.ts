import { z } from "zod";
import { isWithin } from "./text.ts";

/** The merchant's own string pairs. They come back unchanged and mean nothing here, but for method mock. */
export type Metadata = Readonly<Record<string, string>>;

export const mostMetadataPairs = 20;
/** Longest key, in characters. */
export const longestMetadataKey = 64;
/** Largest metadata, in bytes of its JSON text in UTF-8. */
export const largestMetadataBytes = 4_096;

/**
 * Passes the parsed object through as it is, because a rebuilt copy would lose a pair whose key is
 * `__proto__`: that is an ordinary key in JSON.
 */
export const metadata = z
  .custom<Metadata>()
  .superRefine((value: unknown, context) => {
    for (const { path, message } of metadataFaults(value)) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  })
  .meta({
    type: "object",
    maxProperties: mostMetadataPairs,
    propertyNames: { minLength: 1, maxLength: longestMetadataKey },
    additionalProperties: { type: "string" },
    description:
      `At most ${mostMetadataPairs} pairs of strings, keys of 1 to ${longestMetadataKey} characters, ` +
      `together at most ${largestMetadataBytes} bytes as JSON in UTF-8. They come back unchanged everywhere.`,
    examples: [{ shop: "hangzhou-12" }],
  });

interface MetadataFault {
  readonly path: readonly string[];
  readonly message: string;
}

function metadataFaults(value: unknown): readonly MetadataFault[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [{ path: [], message: "must be an object of string pairs" }];
  }
  const pairs: readonly (readonly [string, unknown])[] = Object.entries(value);
  if (pairs.length > mostMetadataPairs) {
    return [{ path: [], message: `must have at most ${mostMetadataPairs} pairs` }];
  }
  const faults = pairs.flatMap(([key, member]) => pairFaults(key, member));
  if (faults.length > 0) return faults;
  if (new TextEncoder().encode(JSON.stringify(value)).length <= largestMetadataBytes) return [];
  return [{ path: [], message: `must be at most ${largestMetadataBytes} bytes as JSON in UTF-8` }];
}

function pairFaults(key: string, member: unknown): readonly MetadataFault[] {
  const faults: MetadataFault[] = [];
  if (!isWithin(key, 1, longestMetadataKey)) {
    faults.push({ path: [key], message: `must have a key of 1 to ${longestMetadataKey} characters` });
  }
  if (typeof member !== "string") {
    faults.push({ path: [key], message: "must be a string" });
  } else if (!member.isWellFormed() || !key.isWellFormed()) {
    faults.push({ path: [key], message: "must not contain unpaired surrogates" });
  }
  return faults;
}
