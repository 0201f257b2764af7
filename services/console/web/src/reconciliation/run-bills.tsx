import type { RunBill, RunDetail } from "@compose-pay/contracts";
import { Alert, Flex } from "antd";
import { BillSource, isOnlyUploaded } from "../bills/bill-source.tsx";
import { billWords } from "../bills/bill-words.ts";
import { useWords } from "../shell/words.ts";
import { reconciliationWords } from "./reconciliation-words.ts";

/** What a run is held against, whose word it is, and what does not count beside it. */
export function RunBills({ detail: { bills } }: { readonly detail: RunDetail }) {
  const words = useWords(reconciliationWords);
  if (bills.length === 0) return null;
  return (
    <section aria-label={words.heldAgainst} style={{ marginBlock: 12 }}>
      <Flex vertical gap="small">
        {bills.some(({ bill }) => isOnlyUploaded(bill)) ? (
          <Alert type="warning" showIcon title={words.onlyUploaded} description={words.onlyUploadedMeans} />
        ) : null}
        {bills.map((one) => (
          <Line key={one.bill.id} of={one} />
        ))}
      </Flex>
    </section>
  );
}

function Line({ of: { bill, overruled } }: { readonly of: RunBill }) {
  const words = useWords(reconciliationWords);
  const types = useWords(billWords);
  return (
    <div>
      {types[bill.type]} v{bill.version} <BillSource bill={bill} />
      {overruled === null ? null : (
        <Alert
          type="warning"
          showIcon
          style={{ marginBlockStart: 8 }}
          title={words.overruled}
          description={
            <>
              v{overruled.version} <BillSource bill={overruled} />
            </>
          }
        />
      )}
    </div>
  );
}
