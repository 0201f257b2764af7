import { Typography } from "antd";
import { useParams } from "react-router";
import { useRead } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { Loaded } from "../show/loaded.tsx";
import { AccountForm } from "./account-form.tsx";
import { accountWords } from "./account-words.ts";

export function EditAccount() {
  const { id = "" } = useParams();
  const words = useWords(accountWords);
  const form = useRead("accounts.form", {});
  const account = useRead("accounts.show", { id });
  return (
    <>
      <Typography.Title level={2}>{words.edit}</Typography.Title>
      <Loaded query={form}>
        {({ channels }) => (
          <Loaded query={account}>
            {(found) => <AccountForm key={found.id} forms={channels} account={found} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}
