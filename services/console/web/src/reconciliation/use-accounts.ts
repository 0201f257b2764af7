import type { BilledAccount } from "@compose-pay/contracts";
import { useEffect } from "react";
import { usePages } from "../api/use-read.ts";

export interface Accounts {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** The account's name; its id where it is not known. */
  nameOf(id: string): string;
}

/** All accounts that have bills, to choose from; they are tens, and read once. */
export function useAccounts(): Accounts {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = usePages("reconciliation.accounts", {
    limit: "100",
  });
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const accounts: readonly BilledAccount[] = data?.pages.flatMap((page) => page.rows) ?? [];
  return {
    options: accounts.map(({ id, name, channel }) => ({ value: id, label: `${name} · ${channel} · ${id}` })),
    nameOf: (id) => accounts.find((account) => account.id === id)?.name ?? id,
  };
}
