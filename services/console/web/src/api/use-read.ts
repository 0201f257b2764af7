import type { ConsoleAnswer, ConsoleInput, Page } from "@compose-pay/contracts";
import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useQuery,
  type UseQueryResult,
} from "@tanstack/react-query";
import { read, type ReadName } from "./call.ts";

/** Reads something and keeps it up to date; the key of the cache is `[name, input]`. */
export function useRead<Name extends ReadName>(
  name: Name,
  input: ConsoleInput<Name>,
  options: { readonly isOn?: boolean; readonly everyMs?: number } = {},
): UseQueryResult<ConsoleAnswer<Name>> {
  return useQuery({
    queryKey: [name, input],
    queryFn: ({ signal }) => read(name, input, { signal, isByItself: options.everyMs !== undefined }),
    enabled: options.isOn ?? true,
    refetchInterval: options.everyMs ?? false,
  });
}

/** The names of the routes that answer pages. */
export type PagedName = {
  [Name in ReadName]: ConsoleAnswer<Name> extends Page<unknown> ? Name : never;
}[ReadName];

export type RowOf<Name extends PagedName> = ConsoleAnswer<Name> extends Page<infer Row> ? Row : never;

export type Pages<Row> = UseInfiniteQueryResult<InfiniteData<Page<Row>>>;

/** Reads a list page by page; `fetchNextPage` brings the next. Kept apart from what `useRead` has of the same route. */
export function usePages<Name extends PagedName>(name: Name, input: ConsoleInput<Name>): Pages<RowOf<Name>> {
  return useInfiniteQuery({
    queryKey: [name, input, "pages"],
    queryFn: async ({ pageParam, signal }) => {
      const more = pageParam === null ? {} : { after: pageParam };
      // because the names of this type answer pages of their rows
      return read(name, { ...input, ...more }, { signal }) as Promise<Page<RowOf<Name>>>;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}
