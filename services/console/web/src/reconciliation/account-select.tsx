import { Select } from "antd";
import { useWords } from "../shell/words.ts";
import { reconciliationWords } from "./reconciliation-words.ts";
import { useAccounts } from "./use-accounts.ts";

/** One of the accounts that have bills; empty for none. */
export function AccountSelect({
  value,
  onChange,
  label,
}: {
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Of the field, where no label stands beside it. */
  readonly label?: string;
}) {
  const words = useWords(reconciliationWords);
  const { options } = useAccounts();
  return (
    <Select
      aria-label={label ?? words.account}
      placeholder={words.chooseAccount}
      value={value === "" ? null : value}
      onChange={(id: string | undefined) => onChange(id ?? "")}
      options={[...options]}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      style={{ minWidth: 260, maxWidth: "100%" }}
    />
  );
}
