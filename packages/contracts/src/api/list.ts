import { z } from "zod";

/** One page, newest first. The next one begins after `next_cursor`. */
export interface List<Item> {
  readonly object: "list";
  readonly data: readonly Item[];
  readonly has_more: boolean;
  /** The `starting_after` of the next page; null on the last one. */
  readonly next_cursor: string | null;
}

export function listOf<Item>(item: z.ZodType<Item>, id: string): z.ZodType<List<Item>> {
  return z
    .object({
      object: z.literal("list"),
      data: z.array(item).readonly().meta({ description: "The objects of the page, newest first." }),
      has_more: z.boolean().meta({ description: "Whether there is a next page." }),
      next_cursor: z
        .string()
        .nullable()
        .meta({ description: "The starting_after of the next page; null on the last one." }),
    })
    .meta({ id });
}
