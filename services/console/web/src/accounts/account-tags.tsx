import type { AccountView } from "@compose-pay/contracts";
import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { accountWords } from "./account-words.ts";

/** Whether real money moves on an account, and whether it takes new payments. */
export function AccountTags({ account }: { readonly account: Pick<AccountView, "live" | "enabled"> }) {
  const words = useWords(accountWords);
  return (
    <>
      {account.live ? <Tag color="volcano">{words.live}</Tag> : <Tag>{words.test}</Tag>}
      {account.enabled ? <Tag color="green">{words.enabled}</Tag> : <Tag color="red">{words.disabled}</Tag>}
    </>
  );
}
