import { Link } from "react-router";
import { usePages } from "../api/use-read.ts";
import { given } from "../api/use-search.ts";
import { useWords } from "../shell/words.ts";
import { Filters, NameFilter } from "../show/filters.tsx";
import { ListTable } from "../show/list-table.tsx";
import { useFilter } from "../show/use-filter.ts";
import { When } from "../show/when.tsx";
import { merchantWords } from "./merchant-words.ts";

/** The apps of a merchant or, without one, of all. */
export function AppList({ merchantId = "" }: { readonly merchantId?: string }) {
  const words = useWords(merchantWords);
  const [name] = useFilter("name");
  const pages = usePages("apps.list", given({ merchant_id: merchantId, name }));
  return (
    <>
      <Filters>
        <NameFilter />
      </Filters>
      <ListTable
        label={words.apps}
        pages={pages}
        rowKey={(row) => row.id}
        columns={[
          { title: words.name, render: (_, row) => <Link to={`/merchants/apps/${row.id}`}>{row.name}</Link> },
          { title: words.id, render: (_, row) => <code>{row.id}</code> },
          ...(merchantId === ""
            ? [
                {
                  title: words.merchant,
                  render: (_: unknown, row: { readonly merchant_id: string }) => (
                    <Link to={`/merchants/${row.merchant_id}`}>
                      <code>{row.merchant_id}</code>
                    </Link>
                  ),
                },
              ]
            : []),
          {
            title: words.limits,
            render: (_, row) =>
              words.rateShown(String(row.rate_limit_per_second), String(row.rate_limit_burst)),
          },
          { title: words.since, render: (_, row) => <When at={row.created_at} /> },
        ]}
      />
    </>
  );
}
