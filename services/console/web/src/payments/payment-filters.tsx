import { Button, Flex, Input, Select } from "antd";
import type { PaymentRowView } from "@compose-pay/contracts";
import { useEffect, useState } from "react";
import { useWords } from "../shell/words.ts";
import { paymentWords } from "./payment-words.ts";
import { stateWords } from "../show/state-words.ts";
import type { ListFilter } from "../show/use-list-filter.ts";
import { WallTimeField } from "../show/wall-time-field.tsx";

/** All that `payments.list` can be narrowed by. */
export const paymentFilterNames = [
  "app_id",
  "live",
  "status",
  "channel",
  "method",
  "created_from",
  "created_before",
] as const;
export type PaymentFilterName = (typeof paymentFilterNames)[number];

const none = {
  app_id: "",
  live: "",
  status: "",
  channel: "",
  method: "",
  created_from: "",
  created_before: "",
};

/** The filters that an index answers; of status, channel and method it is one. */
export function PaymentFilters({ filter }: { readonly filter: ListFilter<PaymentFilterName> }) {
  const words = useWords(paymentWords);
  const { values, set } = filter;
  const only = (["status", "channel", "method"] as const).find((name) => values[name] !== undefined);
  return (
    <Flex wrap gap={8} align="end" role="search" aria-label={words.filters}>
      <AppField value={values.app_id ?? ""} onChange={(app_id) => set({ app_id })} />
      <label>
        <span style={{ display: "block", fontSize: 12 }}>{words.mode}</span>
        <Select
          value={values.live ?? ""}
          onChange={(live) => set({ live })}
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
          onChange={(chosen) => set({ status: "", channel: "", method: "", ...onlyOf(chosen) })}
          style={{ width: 210 }}
          aria-label={words.by}
          options={useChoices()}
        />
      </label>
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

function AppField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (written: string) => void;
}) {
  const words = useWords(paymentWords);
  const [written, setWritten] = useState(value);
  useEffect(() => setWritten(value), [value]);
  return (
    <label>
      <span style={{ display: "block", fontSize: 12 }}>{words.app}</span>
      <Input
        value={written}
        placeholder="app_…"
        maxLength={32}
        onChange={(event) => setWritten(event.target.value)}
        onPressEnter={() => onChange(written.trim())}
        onBlur={() => {
          if (written.trim() !== value) onChange(written.trim());
        }}
        style={{ width: 200 }}
      />
    </label>
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
