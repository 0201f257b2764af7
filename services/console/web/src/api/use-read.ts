import type { ConsoleAnswer, ConsoleInput, Page } from "@compose-pay/contracts";
import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useQuery,
  type UseQueryResult,
} from "@tanstack/react-query";
import { read, type ReadName } from "./call.ts";

/** How often the page reads again by itself. */
export interface Again<Answer> {
  readonly everyMs?: number;
  /** Only while what was read last says so; always when left out. */
  readonly isUnderWay?: (answer: Answer) => boolean;
}

function intervalOf<Answer>(
  { everyMs, isUnderWay }: Again<Answer>,
  last: Answer | undefined,
): number | false {
  const isOver = last !== undefined && isUnderWay !== undefined && !isUnderWay(last);
  return everyMs === undefined || isOver ? false : everyMs;
}

/** Reads something and keeps it up to date; the key of the cache is `[name, input]`. */
export function useRead<Name extends ReadName>(
  name: Name,
  input: ConsoleInput<Name>,
  options: Again<ConsoleAnswer<Name>> & { readonly isOn?: boolean } = {},
): UseQueryResult<ConsoleAnswer<Name>> {
  return useQuery({
    queryKey: [name, input],
    queryFn: ({ signal }) => read(name, input, { signal, isByItself: options.everyMs !== undefined }),
    enabled: options.isOn ?? true,
    refetchInterval: ({ state }) => intervalOf(options, state.data),
  });
}

/** The names of the routes that answer pages. */
export type PagedName = {
  [Name in ReadName]: ConsoleAnswer<Name> extends Page<unknown> ? Name : never;
}[ReadName];

export type RowOf<Name extends PagedName> = ConsoleAnswer<Name> extends Page<infer Row> ? Row : never;

export type Pages<Row> = UseInfiniteQueryResult<InfiniteData<Page<Row>>>;

/** Reads a list page by page; `fetchNextPage` brings the next. Kept apart from what `useRead` has of the same route. */
export function usePages<Name extends PagedName>(
  name: Name,
  input: ConsoleInput<Name>,
  again: Again<readonly RowOf<Name>[]> = {},
): Pages<RowOf<Name>> {
  const isByItself = again.everyMs !== undefined;
  return useInfiniteQuery({
    queryKey: [name, input, "pages"],
    queryFn: async ({ pageParam, signal }) => {
      const more = pageParam === null ? {} : { after: pageParam };
      // because the names of this type answer pages of their rows
      return read(name, { ...input, ...more }, { signal, isByItself }) as Promise<Page<RowOf<Name>>>;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: ({ state }) =>
      intervalOf(
        again,
        state.data?.pages.flatMap((page) => page.rows),
      ),
  });
}
