import { createHash } from "node:crypto";

/** In lower-case hex. */
export function sha256Of(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
