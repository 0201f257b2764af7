import type { AccountView } from "@compose-pay/contracts";
import { useWords } from "../shell/words.ts";
import { StateTag } from "../show/state-tag.tsx";
import { accountWords } from "./account-words.ts";

/** Whether real money moves on an account, and whether it takes new payments. */
export function AccountTags({ account }: { readonly account: Pick<AccountView, "live" | "enabled"> }) {
  const words = useWords(accountWords);
  return (
    <>
      {account.live ? (
        <StateTag tone="waits">{words.live}</StateTag>
      ) : (
        <StateTag tone="plain">{words.test}</StateTag>
      )}
      {account.enabled ? (
        <StateTag tone="good">{words.enabled}</StateTag>
      ) : (
        <StateTag tone="bad">{words.disabled}</StateTag>
      )}
    </>
  );
}
