import type { BreakerRow, CircuitOrderView } from "@compose-pay/contracts";
import { Space, Tag, Typography } from "antd";
import { usePages } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ForeignLine } from "../show/foreign-text.tsx";
import { ListCards } from "../show/list-cards.tsx";
import { RefreshButton } from "../show/refresh-button.tsx";
import { When } from "../show/when.tsx";
import { breakerWords } from "./breaker-words.ts";
import { breakersArea } from "./breakers-area.ts";
import { CircuitLine, OrderEnd } from "./circuit-line.tsx";
import { OrderButton } from "./order-button.tsx";

export function BreakersPage() {
  const title = useWords(breakersArea.title);
  const words = useWords(breakerWords);
  const accounts = usePages("breakers.list", {});
  const orders = usePages("breakers.orders", {});
  return (
    <>
      <Typography.Title level={2}>{title}</Typography.Title>
      <div style={{ marginBottom: 12 }}>
        <RefreshButton pages={accounts} />
      </div>
      <ListCards label={words.accounts} pages={accounts} rowKey={(row) => row.account_id}>
        {(account) => <AccountCircuits account={account} />}
      </ListCards>
      <Typography.Title level={3}>{words.history}</Typography.Title>
      <ListCards label={words.history} pages={orders} rowKey={({ id }) => id}>
        {(order) => <OrderLine order={order} />}
      </ListCards>
    </>
  );
}

function AccountCircuits({ account }: { readonly account: BreakerRow }) {
  const words = useWords(breakerWords);
  const mayAct = useMay("breakers.act");
  return (
    <>
      <Space wrap>
        <strong>
          <ForeignLine text={account.name} />
        </strong>
        <span>{words.channels[account.channel]}</span>
        <Tag>{account.live ? words.modes.live : words.modes.test}</Tag>
        {account.enabled ? null : <Tag>{words.notEnabled}</Tag>}
        <code>{account.account_id}</code>
        {mayAct ? <OrderButton account={account} /> : null}
      </Space>
      <ul aria-label={account.name} style={{ listStyle: "none", margin: "8px 0 0", padding: 0 }}>
        {account.circuits.map((circuit) => (
          <li key={circuit.class} style={{ padding: "4px 0" }}>
            <CircuitLine circuit={circuit} />
          </li>
        ))}
      </ul>
    </>
  );
}

function OrderLine({ order }: { readonly order: CircuitOrderView }) {
  const words = useWords(breakerWords);
  return (
    <Space wrap size="small">
      <When at={order.ordered_at} />
      <code style={{ overflowWrap: "anywhere" }}>{order.account_id}</code>
      <span>{words.classes[order.class]}</span>
      <strong>{words.orders[order.mode]}</strong>
      {order.mode === "auto" ? null : <OrderEnd until={order.until} />}
      <ForeignLine text={order.ordered_by} />
      <ForeignLine text={order.reason} />
    </Space>
  );
}
