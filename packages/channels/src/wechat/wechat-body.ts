import { z } from "zod";

/** Undefined when the bytes are no JSON. */
export function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

const refusalBody = z.object({
  code: z.string().regex(/^[A-Z0-9_]{1,64}$/),
  message: z
    .string()
    .catch("")
    .transform((text) => text.slice(0, 256)),
});

/** WeChat Pay APIv3, the body of an error: a code and words for people. */
export function readRefusalBody(body: Buffer): z.output<typeof refusalBody> | null {
  return refusalBody.safeParse(readJson(body)).data ?? null;
}
