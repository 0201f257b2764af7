import type { AttemptView } from "@compose-pay/contracts";
import { Table, Tag, Typography } from "antd";
import { useWords } from "../shell/words.ts";
import { Amount } from "../show/amount.tsx";
import { When } from "../show/when.tsx";
import { ScrollSection } from "../show/scroll-section.tsx";
import { AccountLink } from "./payment-facts.tsx";
import { paymentWords } from "./payment-words.ts";
import { WordedState } from "../show/worded-state.tsx";
import { stateWords } from "../show/state-words.ts";

/** Each try at a channel, oldest first. */
export function AttemptsTable({ attempts }: { readonly attempts: readonly AttemptView[] }) {
  const words = useWords(paymentWords);
  const states = useWords(stateWords);
  return (
    <section>
      <Typography.Title level={3}>{words.attempts}</Typography.Title>
      <ScrollSection label={words.attempts}>
        <Table<AttemptView>
          dataSource={[...attempts]}
          rowKey={(row) => row.id}
          pagination={false}
          size="small"
          style={{ minWidth: "max-content" }}
          columns={[
            { title: words.number, align: "right", render: (_, __, index) => index + 1 },
            {
              title: words.attempt,
              render: (_, row) => (
                <>
                  {row.id}
                  <div>
                    {row.is_current ? <Tag>{words.current}</Tag> : null}
                    {row.close_requested ? <Tag>{words.closing}</Tag> : null}
                  </div>
                </>
              ),
            },
            { title: words.status, render: (_, row) => <WordedState of="attempt" state={row.state} /> },
            { title: words.amount, align: "right", render: (_, row) => <Amount fen={row.amount} /> },
            {
              title: words.method,
              render: (_, row) => (
                <>
                  {states.method[row.method]}
                  <div>
                    <AccountLink id={row.account_id} name={row.account_name} />
                  </div>
                </>
              ),
            },
            { title: words.failure, render: (_, row) => <Failure of={row.failure} /> },
            { title: words.tradeNo, render: (_, row) => row.channel_trade_no ?? "—" },
            {
              title: words.due,
              render: (_, row) => (
                <>
                  <When at={row.due_at} />
                  <div>
                    <small>{words.askedTimes(String(row.queries_made))}</small>
                  </div>
                </>
              ),
            },
            { title: words.created, render: (_, row) => <When at={row.created_at} /> },
          ]}
        />
      </ScrollSection>
    </section>
  );
}

/** What the channel said, in its own words. */
export function Failure({ of }: { readonly of: AttemptView["failure"] }) {
  if (of === null) return <span aria-hidden="true">—</span>;
  const told = [of.channel_code, of.channel_message].filter((word) => word !== null).join(" ");
  return <bdi>{told === "" ? of.message : `${of.code}: ${told}`}</bdi>;
}
