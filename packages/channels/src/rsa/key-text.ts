import { z } from "zod";

import { type KeyReading, readPrivateKey, readPublicKey } from "./rsa-key.ts";

/** A text that holds an RSA key and becomes one; a fault names the field and never repeats the text. */
export const privateKeyText = z
  .string()
  .transform((text, context) => keyOrIssue(readPrivateKey(text), context));
export const publicKeyText = z
  .string()
  .transform((text, context) => keyOrIssue(readPublicKey(text), context));

function keyOrIssue(reading: KeyReading, context: z.RefinementCtx) {
  if (reading.kind === "key") return reading.key;
  context.addIssue({ code: "custom", message: reading.message });
  return z.NEVER;
}
