import { DownloadOutlined } from "@ant-design/icons";
import { Button, Flex, Typography } from "antd";
import { addressOf } from "../api/call.ts";
import { usePages } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ListTable } from "../show/list-table.tsx";
import { NumberSearch } from "./number-search.tsx";
import { asPaymentFilter, paymentFilterNames, PaymentFilters } from "./payment-filters.tsx";
import { usePaymentColumns } from "./payment-table.tsx";
import { paymentWords } from "./payment-words.ts";
import { paymentsArea } from "./payments-area.ts";
import { useListFilter } from "../show/use-list-filter.ts";

export function PaymentsPage() {
  const title = useWords(paymentsArea.title);
  const words = useWords(paymentWords);
  const mayExport = useMay("payments.export");
  const filter = useListFilter(paymentFilterNames);
  const asked = asPaymentFilter(filter.values);
  const pages = usePages("payments.list", asked);
  return (
    <Flex vertical gap={16}>
      <Typography.Title level={2} style={{ margin: 0 }}>
        {title}
      </Typography.Title>
      <NumberSearch />
      <Flex wrap gap={8} align="end" justify="space-between">
        <PaymentFilters filter={filter} />
        {mayExport ? (
          <Button
            icon={<DownloadOutlined />}
            href={addressOf("payments.export", asked)}
            target="_blank"
            rel="noopener"
            title={words.exportHint}
          >
            {words.export}
          </Button>
        ) : null}
      </Flex>
      <ListTable label={title} pages={pages} rowKey={(row) => row.id} columns={usePaymentColumns()} />
    </Flex>
  );
}
