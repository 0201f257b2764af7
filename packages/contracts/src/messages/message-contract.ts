import type { z } from "zod";

/**
 * A message that passes between services. A reader passes over members that it does not know, so that a new
 * writer may add one; a body that must change in a way that old readers would
 * misread gets a new version; both are read until no old one can be under way.
 */
export interface MessageContract<Body = unknown> {
  readonly name: string;
  readonly version: number;
  readonly schema: z.ZodType<Body>;
}

export function defineMessage<Body>(
  name: string,
  version: number,
  schema: z.ZodType<Body>,
): MessageContract<Body> {
  return { name, version, schema };
}
