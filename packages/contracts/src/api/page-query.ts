import { z } from "zod";

/** Sizes of a page, in objects. */
export const pageLimit = { min: 1, max: 100, default: 20 } as const;

const limitRule = `must be an integer from ${pageLimit.min} to ${pageLimit.max}`;

/** The query parameters of every list. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/, limitRule)
    .transform(Number)
    .pipe(z.int(limitRule).min(pageLimit.min, limitRule).max(pageLimit.max, limitRule))
    .default(pageLimit.default)
    .meta({
      override: {
        type: "integer",
        minimum: pageLimit.min,
        maximum: pageLimit.max,
        default: pageLimit.default,
      },
      description: "Most objects of one page.",
    }),
  starting_after: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the next_cursor of the page before")
    .nullable()
    .default(null)
    .meta({
      override: { type: "string" },
      description: "The next_cursor of the page before; the list goes on after that object.",
    }),
} as const;

/** A page of a list, newest first. */
export interface PageQuery {
  /** Most objects of the page, 1 to 100. */
  readonly limit: number;
  /** The id of the last object of the page before, or null for the first page. */
  readonly starting_after: string | null;
}
