import type { RouteView } from "@compose-pay/contracts";
import { Flex, Typography } from "antd";
import { usePages } from "../api/use-read.ts";
import { stateWords } from "../show/state-words.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { ListTable } from "../show/list-table.tsx";
import { StateTag } from "../show/state-tag.tsx";
import { merchantWords } from "./merchant-words.ts";
import { PutRoute } from "./put-route.tsx";
import { termsWords } from "./terms-words.ts";

/** Which accounts serve an app's methods. */
export function AppRoutes({ appId }: { readonly appId: string }) {
  const words = useWords(termsWords);
  const { method: methods } = useWords(stateWords);
  const { tabs } = useWords(merchantWords);
  const mayManage = useMay("merchants.manage");
  const pages = usePages("routes.list", { app_id: appId });
  return (
    <>
      <Flex justify="end" style={{ marginBottom: 12 }}>
        {mayManage ? <PutRoute appId={appId} route={null} /> : null}
      </Flex>
      <ListTable
        label={tabs.routes}
        pages={pages}
        rowKey={(row) => row.id}
        columns={[
          { title: words.method, render: (_, row) => methods[row.method] },
          { title: words.priority, dataIndex: "priority" },
          { title: words.account, render: (_, row) => <AccountName route={row} /> },
          { title: words.window, render: (_, row) => <Window route={row} /> },
          {
            title: words.status,
            render: (_, row) =>
              row.enabled ? (
                <StateTag tone="good">{words.routeEnabled}</StateTag>
              ) : (
                <StateTag tone="plain">{words.routeDisabled}</StateTag>
              ),
          },
          ...(mayManage
            ? [
                {
                  title: words.actions,
                  render: (_: unknown, row: RouteView) => <PutRoute appId={appId} route={row} />,
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

function AccountName({ route }: { readonly route: RouteView }) {
  const words = useWords(termsWords);
  return (
    <>
      {route.account_name ?? <Typography.Text type="danger">{words.gone}</Typography.Text>}
      <div>
        <code>{route.account_id}</code>
      </div>
    </>
  );
}

function Window({ route }: { readonly route: RouteView }) {
  const words = useWords(termsWords);
  const { min_amount: min, max_amount: max } = route;
  if (min === null && max === null) return words.noBound;
  return (
    <>
      {min === null ? words.noBound : <Amount fen={min} />} –{" "}
      {max === null ? words.noBound : <Amount fen={max} />}
    </>
  );
}
