import { Alert, Button, Input, Space, Table } from "antd";
import { SearchOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { useRead } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { paymentWords } from "./payment-words.ts";
import { usePaymentColumns } from "./payment-table.tsx";
import { useListFilter } from "../show/use-list-filter.ts";

/** Finds a payment by whatever number somebody has of it; the only one that is found is opened. */
export function NumberSearch() {
  const words = useWords(paymentWords);
  const { values, set } = useListFilter(["number"]);
  const number = values.number ?? "";
  const [written, setWritten] = useState(number);
  useEffect(() => setWritten(number), [number]);
  return (
    <>
      <form
        role="search"
        aria-label={words.searchLabel}
        onSubmit={(event) => {
          event.preventDefault();
          set({ number: written.trim() });
        }}
      >
        <Space.Compact style={{ width: "100%", maxWidth: 640 }}>
          <Input
            size="large"
            value={written}
            onChange={(event) => setWritten(event.target.value)}
            placeholder={words.searchHint}
            aria-label={words.searchLabel}
            maxLength={80}
            allowClear
            autoFocus
          />
          <Button size="large" type="primary" htmlType="submit" icon={<SearchOutlined />}>
            {words.search}
          </Button>
        </Space.Compact>
      </form>
      {number === "" ? null : <Found number={number} />}
    </>
  );
}

function Found({ number }: { readonly number: string }) {
  const words = useWords(paymentWords);
  const columns = usePaymentColumns();
  const navigate = useNavigate();
  const found = useRead("payments.find", { number });
  const rows = found.data?.rows ?? [];
  const only = rows.length === 1 ? rows[0]?.id : undefined;
  useEffect(() => {
    if (only !== undefined) void navigate(`/payments/${only}`, { replace: true });
  }, [only, navigate]);
  if (found.isError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isSuccess && rows.length === 0)
    return <Alert type="warning" showIcon role="status" title={words.noneFound(number)} />;
  if (rows.length < 2) return null;
  return (
    <section aria-label={words.severalFound(number)}>
      <Alert type="info" showIcon role="status" title={words.severalFound(number)} />
      <Table
        columns={columns}
        dataSource={[...rows]}
        rowKey={(row) => row.id}
        pagination={false}
        size="middle"
        scroll={{ x: "max-content" }}
      />
    </section>
  );
}
