import type { StatementView } from "@compose-pay/contracts";
import { Flex, Segmented, Typography } from "antd";
import { addressOf } from "../api/call.ts";
import { usePages } from "../api/use-read.ts";
import { useSearch } from "../api/use-search.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { ListTable } from "../show/list-table.tsx";
import { When } from "../show/when.tsx";
import { AppChoice } from "./app-choice.tsx";
import { BuildStatement } from "./build-statement.tsx";
import { statementWords } from "./statement-words.ts";

/** What an app's merchant gets of each day. */
export function StatementsPage() {
  const words = useWords(statementWords);
  const search = useSearch();
  const mayAct = useMay("reconciliation.act");
  const appId = search.get("app");
  const isLive = search.get("mode") !== "test";
  return (
    <>
      <Typography.Title level={2}>{words.title}</Typography.Title>
      <Flex gap="small" wrap align="center" style={{ marginBlockEnd: 12 }}>
        <AppChoice value={appId} onChange={(app) => search.set({ app })} />
        <Segmented
          aria-label={words.mode}
          value={isLive ? "live" : "test"}
          onChange={(mode) => search.set({ mode: mode === "live" ? "" : mode })}
          options={[
            { value: "live", label: words.live },
            { value: "test", label: words.test },
          ]}
        />
        {appId !== "" && mayAct ? <BuildStatement appId={appId} isLive={isLive} /> : null}
      </Flex>
      {appId === "" ? <p>{words.chooseApp}</p> : <Rows appId={appId} isLive={isLive} />}
    </>
  );
}

function Rows({ appId, isLive }: { readonly appId: string; readonly isLive: boolean }) {
  const words = useWords(statementWords);
  const key = { app_id: appId, live: isLive ? "true" : "false" } as const;
  const pages = usePages("statements.list", key);
  const mayExport = useMay("reconciliation.export");
  const saving = (_: unknown, { day }: StatementView) => (
    <a href={addressOf("statements.download", { ...key, day })} download>
      {words.download}
    </a>
  );
  return (
    <ListTable<StatementView>
      label={words.title}
      pages={pages}
      rowKey={({ day }) => day}
      columns={[
        { title: words.day, dataIndex: "day" },
        { title: words.payments, align: "right", dataIndex: "payments" },
        {
          title: words.paymentAmount,
          align: "right",
          render: (_, row) => <Amount fen={row.payment_amount} />,
        },
        { title: words.refunds, align: "right", dataIndex: "refunds" },
        { title: words.refundAmount, align: "right", render: (_, row) => <Amount fen={row.refund_amount} /> },
        { title: words.fees, align: "right", render: (_, row) => <Amount fen={row.fees} /> },
        { title: words.net, align: "right", render: (_, row) => <Amount fen={row.net} /> },
        { title: words.builtAt, render: (_, row) => <When at={row.built_at} /> },
        ...(mayExport ? [{ title: words.download, render: saving } as const] : []),
      ]}
    />
  );
}
