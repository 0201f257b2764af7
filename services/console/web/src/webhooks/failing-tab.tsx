import { Typography } from "antd";
import { usePages } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ChoiceFilter, Filters } from "../show/filters.tsx";
import { RefreshButton } from "../show/refresh-button.tsx";
import { chosenOf, useFilter } from "../show/use-filter.ts";
import { DeliveryTable } from "./delivery-table.tsx";
import { deliveryWords } from "./delivery-words.ts";
import { webhookWords } from "./webhook-words.ts";

const failingStates = ["retrying", "exhausted"] as const;

/** What fails at all places. */
export function FailingTab() {
  const words = useWords(deliveryWords);
  const { failing } = useWords(webhookWords);
  const [status] = useFilter("status");
  const pages = usePages("deliveries.list", { status: chosenOf(failingStates, status) });
  const { retrying, exhausted } = words.statuses;
  return (
    <>
      <Filters>
        <ChoiceFilter name="status" label={words.status} choices={{ retrying, exhausted }} />
        <RefreshButton pages={pages} />
      </Filters>
      <Typography.Paragraph type="secondary">{words.scanNote}</Typography.Paragraph>
      <DeliveryTable label={failing} pages={pages} />
    </>
  );
}
