import type { ContractView, ServedMethod } from "@compose-pay/contracts";
import { Table } from "antd";
import { useRead } from "../api/use-read.ts";
import { stateWords } from "../show/state-words.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { Loaded } from "../show/loaded.tsx";
import { ScrollSection } from "../show/scroll-section.tsx";
import { StateTag } from "../show/state-tag.tsx";
import { yuan } from "../show/yuan.ts";
import { PutContract } from "./put-contract.tsx";
import { merchantWords } from "./merchant-words.ts";
import { termsWords } from "./terms-words.ts";

interface MethodRow {
  readonly method: ServedMethod;
  readonly contract: ContractView | null;
}

/** Every method, with what the app may do with it. */
export function AppContracts({ appId }: { readonly appId: string }) {
  const read = useRead("contracts.list", { app_id: appId });
  return (
    <Loaded query={read}>
      {({ rows, methods }) => (
        <Contracts
          appId={appId}
          rows={methods.map((method) => ({
            method,
            contract: rows.find((row) => row.method === method) ?? null,
          }))}
        />
      )}
    </Loaded>
  );
}

function Contracts({ appId, rows }: { readonly appId: string; readonly rows: readonly MethodRow[] }) {
  const words = useWords(termsWords);
  const { method: methods } = useWords(stateWords);
  const { tabs } = useWords(merchantWords);
  const mayManage = useMay("merchants.manage");
  return (
    <ScrollSection label={tabs.contracts}>
      <Table<MethodRow>
        dataSource={[...rows]}
        rowKey={({ method }) => method}
        pagination={false}
        size="small"
        columns={[
          {
            title: words.method,
            render: (_, { method }) => <MethodName method={method} name={methods[method]} />,
          },
          { title: words.status, render: (_, { contract }) => <ContractStatus contract={contract} /> },
          { title: words.limits, render: (_, { contract }) => <Limits contract={contract} /> },
          {
            title: words.daily,
            render: (_, { contract }) =>
              contract === null ? null : contract.daily_amount === null ? (
                words.noBound
              ) : (
                <Amount fen={contract.daily_amount} />
              ),
          },
          { title: words.fee, render: (_, { contract }) => (contract === null ? null : feeText(contract)) },
          ...(mayManage
            ? [
                {
                  title: words.actions,
                  render: (_: unknown, { method, contract }: MethodRow) => (
                    <PutContract contractKey={{ appId, method }} contract={contract} />
                  ),
                },
              ]
            : []),
        ]}
      />
    </ScrollSection>
  );
}

function MethodName({ method, name }: { readonly method: ServedMethod; readonly name: string }) {
  return (
    <>
      {name}
      <div>
        <code>{method}</code>
      </div>
    </>
  );
}

function ContractStatus({ contract }: { readonly contract: ContractView | null }) {
  const words = useWords(termsWords);
  if (contract === null) return <StateTag tone="plain">{words.none}</StateTag>;
  return contract.enabled ? (
    <StateTag tone="good">{words.enabled}</StateTag>
  ) : (
    <StateTag tone="bad">{words.disabled}</StateTag>
  );
}

function Limits({ contract }: { readonly contract: ContractView | null }) {
  if (contract === null) return null;
  return (
    <>
      <Amount fen={contract.min_amount} /> – <Amount fen={contract.max_amount} />
    </>
  );
}

/** `0.6% + ¥0.10 (¥0.01 – ¥25.00)`, exactly. */
function feeText(contract: ContractView): string {
  const rate = `${yuan(contract.fee_rate_bps)}%`;
  const fixed = contract.fee_fixed === 0 ? "" : ` + ¥${yuan(contract.fee_fixed)}`;
  const most = contract.fee_max === null ? "" : ` – ¥${yuan(contract.fee_max)}`;
  const bounds = contract.fee_min === 0 && most === "" ? "" : ` (¥${yuan(contract.fee_min)}${most})`;
  return `${rate}${fixed}${bounds}`;
}
