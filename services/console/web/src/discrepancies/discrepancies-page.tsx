import { Flex, Select, Typography } from "antd";
import { given, useSearch } from "../api/use-search.ts";
import { AccountSelect } from "../reconciliation/account-select.tsx";
import { useWords } from "../shell/words.ts";
import { DiscrepancyTable } from "./discrepancy-table.tsx";
import { discrepancyTypes } from "./discrepancy-types.ts";
import { discrepancyTypeWords, discrepancyWords } from "./discrepancy-words.ts";
import { foundBefore } from "./found-before.ts";

const ages = ["1", "3", "7", "30"] as const;

/** What differs between us and the channels, and who has to decide on it. */
export function DiscrepanciesPage() {
  const words = useWords(discrepancyWords);
  const types = useWords(discrepancyTypeWords);
  const search = useSearch();
  const type = discrepancyTypes.find((one) => one === search.get("type"));
  const age = ages.find((one) => one === search.get("age"));
  const run = search.get("run");
  const filter = {
    ...(type === undefined ? {} : { type }),
    // A run is of one account and one day.
    ...(run === "" ? given({ account_id: search.get("account"), day: search.get("day") }) : { run_id: run }),
    ...(age === undefined ? {} : { found_before: foundBefore(new Date(), Number(age)) }),
  };
  return (
    <>
      <Typography.Title level={2}>{words.title}</Typography.Title>
      <Flex gap="small" wrap>
        <Select
          aria-label={words.type}
          value={type ?? ""}
          onChange={(value: string) => search.set({ type: value })}
          options={[
            { value: "", label: words.anyType },
            ...discrepancyTypes.map((value) => ({ value, label: types[value] })),
          ]}
          style={{ minWidth: 190 }}
        />
        <AccountSelect
          value={search.get("account")}
          onChange={(account) => search.set({ account, run: "" })}
        />
        <Select
          aria-label={words.foundAt}
          value={age ?? ""}
          onChange={(value: string) => search.set({ age: value })}
          options={[
            { value: "", label: words.anyAge },
            ...ages.map((days) => ({ value: days, label: words.olderThan(days) })),
          ]}
          style={{ minWidth: 190 }}
        />
      </Flex>
      <DiscrepancyTable filter={filter} />
    </>
  );
}
