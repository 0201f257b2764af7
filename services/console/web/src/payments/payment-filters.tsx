import { Button, Flex, Select } from "antd";
import type { PaymentRowView } from "@compose-pay/contracts";
import { useWords } from "../shell/words.ts";
import { IdField } from "./id-field.tsx";
import { paymentWords } from "./payment-words.ts";
import { stateWords } from "../show/state-words.ts";
import type { ListFilter } from "../show/use-list-filter.ts";
import { WallTimeField } from "../show/wall-time-field.tsx";

/** All that `payments.list` can be narrowed by. */
export const paymentFilterNames = [
  "account_id",
  "app_id",
  "live",
  "status",
  "channel",
  "method",
  "created_from",
  "created_before",
] as const;
export type PaymentFilterName = (typeof paymentFilterNames)[number];

const noneOfThree = { status: "", channel: "", method: "" };
const none = {
  ...noneOfThree,
  account_id: "",
  app_id: "",
  live: "",
  created_from: "",
  created_before: "",
};

/** The filters that an index answers; of status, channel and method it is one, and an account stands alone. */
export function PaymentFilters({ filter }: { readonly filter: ListFilter<PaymentFilterName> }) {
  const words = useWords(paymentWords);
  const { values, set } = filter;
  const only = (["status", "channel", "method"] as const).find((name) => values[name] !== undefined);
  return (
    <Flex wrap gap={8} align="end" role="search" aria-label={words.filters}>
      <IdField
        label={words.app}
        example="app_…"
        value={values.app_id ?? ""}
        onChange={(app_id) => set({ account_id: "", app_id })}
      />
      <label>
        <span style={{ display: "block", fontSize: 12 }}>{words.mode}</span>
        <Select
          value={values.live ?? ""}
          onChange={(live) => set({ account_id: "", live })}
          style={{ width: 120 }}
          aria-label={words.mode}
          options={[
            { value: "", label: words.anyMode },
            { value: "true", label: words.live },
            { value: "false", label: words.test },
          ]}
        />
      </label>
      <label>
        <span style={{ display: "block", fontSize: 12 }}>{words.by}</span>
        <Select
          value={only === undefined ? "" : `${only}:${values[only] ?? ""}`}
          onChange={(chosen) => set({ ...noneOfThree, account_id: "", ...onlyOf(chosen) })}
          style={{ width: 210 }}
          aria-label={words.by}
          options={useChoices()}
        />
      </label>
      <IdField
        label={words.account}
        hint={words.accountHint}
        example="acc_…"
        value={values.account_id ?? ""}
        onChange={(account_id) => set({ ...noneOfThree, app_id: "", live: "", account_id })}
      />
      <WallTimeField
        label={words.from}
        value={values.created_from ?? ""}
        onChange={(created_from) => set({ created_from })}
      />
      <WallTimeField
        label={words.before}
        value={values.created_before ?? ""}
        onChange={(created_before) => set({ created_before })}
      />
      {Object.keys(values).length === 0 ? null : <Button onClick={() => set(none)}>{words.clear}</Button>}
    </Flex>
  );
}

function useChoices() {
  const words = useWords(paymentWords);
  const states = useWords(stateWords);
  return [
    { value: "", label: words.anyOf },
    { label: words.byStatus, options: group("status", states.payment) },
    { label: words.byChannel, options: group("channel", states.channel) },
    { label: words.byMethod, options: group("method", states.method) },
  ];
}

function group(name: string, labels: Readonly<Record<string, string>>) {
  return Object.entries(labels).map(([value, label]) => ({ value: `${name}:${value}`, label }));
}

function onlyOf(chosen: string): { readonly [Key in PaymentFilterName]?: string } {
  const [name = "", value = ""] = chosen.split(":");
  return name === "status" || name === "channel" || name === "method" ? { [name]: value } : {};
}

/** What is written in an address may be anything; the API refuses what is no filter. */
export function asPaymentFilter(values: ListFilter<PaymentFilterName>["values"]) {
  // because the API parses it again
  return values as typeof values & {
    readonly live?: "true" | "false";
    readonly status?: PaymentRowView["status"];
    readonly channel?: PaymentRowView["channel"];
    readonly method?: PaymentRowView["method"];
  };
}
