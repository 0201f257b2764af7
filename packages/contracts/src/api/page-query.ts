import { z } from "zod";
import { documentedAs } from "./documented-as.ts";

/** A page of a list, newest first. */
export interface PageQuery {
  /** Most objects of the page, 1 to 100. */
  readonly limit: number;
  /** The id of the last object of the page before; absent for the first page. */
  readonly starting_after?: string;
}

/** Sizes of a page, in objects. */
export const pageLimit = { min: 1, max: 100, default: 20 } as const;

const limitRule = `must be an integer from ${pageLimit.min} to ${pageLimit.max}`;

/** The query parameters of every list. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|100)$/, limitRule)
    .transform(Number)
    .default(pageLimit.default)
    .meta({
      override: documentedAs({
        type: "integer",
        minimum: pageLimit.min,
        maximum: pageLimit.max,
        default: pageLimit.default,
      }),
      description: "Most objects of one page.",
    }),
  starting_after: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the next_cursor of the page before")
    .exactOptional()
    .meta({ description: "The next_cursor of the page before; the list goes on after that object." }),
} as const;
