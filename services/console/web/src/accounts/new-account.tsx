import { Typography } from "antd";
import { useRead } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { Loaded } from "../show/loaded.tsx";
import { AccountForm } from "./account-form.tsx";
import { accountWords } from "./account-words.ts";

export function NewAccount() {
  const words = useWords(accountWords);
  const read = useRead("accounts.form", {});
  return (
    <>
      <Typography.Title level={2}>{words.create}</Typography.Title>
      <Loaded query={read}>{({ channels }) => <AccountForm forms={channels} account={null} />}</Loaded>
    </>
  );
}
