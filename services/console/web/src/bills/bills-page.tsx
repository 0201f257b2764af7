import { Flex, Input, Typography } from "antd";
import { useSearch } from "../api/use-search.ts";
import { AccountSelect } from "../reconciliation/account-select.tsx";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { BillTable } from "./bill-table.tsx";
import { billWords } from "./bill-words.ts";
import { UploadBill } from "./upload-bill.tsx";

/** What a channel says of an account's days. */
export function BillsPage() {
  const words = useWords(billWords);
  const search = useSearch();
  const mayAct = useMay("reconciliation.act");
  const [account, day] = [search.get("account"), search.get("day")];
  return (
    <>
      <Typography.Title level={2}>{words.title}</Typography.Title>
      <Flex gap="small" wrap style={{ marginBlockEnd: 12 }}>
        <AccountSelect value={account} onChange={(next) => search.set({ account: next })} />
        <Input
          type="date"
          aria-label={words.day}
          value={day}
          onChange={({ target }) => search.set({ day: target.value })}
          style={{ width: 170 }}
          allowClear
        />
      </Flex>
      {account === "" ? <p>{words.chooseAccount}</p> : <BillTable account={account} day={day} />}
      {account !== "" && mayAct ? <UploadBill key={account} account={account} /> : null}
    </>
  );
}
