import { type Refused, refused } from "./handler.ts";

/** The answer to an act that was begun and whose end is not known. */
export const outcomeUnknown: Refused = refused(
  "outcome_unknown",
  "no end of it is known: it may have been done or not, so look before you do it again",
);
