import { type Refused, refusedInput } from "./handler.ts";

/** The answer to an `after` that no page of this list has given. */
export function wrongCursor(): Refused {
  return refusedInput("after", "must be `next` of the page before");
}
