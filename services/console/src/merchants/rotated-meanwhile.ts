import { type Refused, refused } from "../api/handler.ts";

/** The answer to a rotation by somebody who was shown the one before the last. */
export const rotatedMeanwhile: Refused = refused(
  "conflict",
  "the secret was rotated since it was shown: another rotation would end at once the one that signed before",
);
