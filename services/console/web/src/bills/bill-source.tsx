import type { BillView } from "@compose-pay/contracts";
import { useWords } from "../shell/words.ts";
import { StateTag } from "../show/state-tag.tsx";
import { When } from "../show/when.tsx";
import { billWords } from "./bill-words.ts";

/** Whose word a bill is: the channel's, or a person's until the channel has given the same. */
export function BillSource({ bill }: { readonly bill: BillView }) {
  const words = useWords(billWords);
  const { source, confirmed_at: confirmedAt, created_at: createdAt } = bill;
  if (source === "channel") return <StateTag tone="good">{words.fromChannel}</StateTag>;
  return (
    <>
      <StateTag tone="warning">{words.uploaded}</StateTag> <span>{source}</span> <When at={createdAt} />
      {confirmedAt === null ? null : (
        <div>
          {words.confirmed} <When at={confirmedAt} />
        </div>
      )}
    </>
  );
}

/** Whether only a person says that it is the channel's. */
export function isOnlyUploaded({ source, confirmed_at }: BillView): boolean {
  return source !== "channel" && confirmed_at === null;
}
