import type { DeadLetterService, DeadLetterView } from "@compose-pay/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Checkbox, Radio, Space, Typography } from "antd";
import { useEffect, useState } from "react";
import { usePages, useRead } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ListCards } from "../show/list-cards.tsx";
import { Loaded } from "../show/loaded.tsx";
import { RefreshButton } from "../show/refresh-button.tsx";
import { chosenOf, useFilter } from "../show/use-filter.ts";
import { DeadLetterActs } from "./dead-letter-acts.tsx";
import { DeadLetterCard } from "./dead-letter-card.tsx";
import { deadLetterWords } from "./dead-letter-words.ts";
import { deadLettersArea } from "./dead-letters-area.ts";

const services: readonly DeadLetterService[] = ["channel-worker", "notify-worker", "outbox"];
const shown = 50;
/** Ids that one act takes. */
const mostAtOnce = 100;
/** Those that the pages go through. */
const mostListed = 1_000;
const countAgainMs = 10_000;

export function DeadLettersPage() {
  const title = useWords(deadLettersArea.title);
  const [written] = useFilter("service");
  const service = chosenOf(services, written) ?? "channel-worker";
  return (
    <>
      <Typography.Title level={2}>{title}</Typography.Title>
      <QueueChoice service={service} />
      <Letters key={service} service={service} />
    </>
  );
}

function QueueChoice({ service }: { readonly service: DeadLetterService }) {
  const words = useWords(deadLetterWords);
  const [, choose] = useFilter("service");
  const query = useRead("dead_letters.queues", {}, { everyMs: countAgainMs });
  return (
    <Loaded query={query}>
      {({ rows }) => (
        <Radio.Group
          aria-label={words.queues}
          optionType="button"
          style={{ marginBottom: 12 }}
          value={service}
          options={rows.map((row) => ({
            value: row.service,
            label: words.depth(words.services[row.service], row.depth),
          }))}
          onChange={(event) => choose(String(event.target.value))}
        />
      )}
    </Loaded>
  );
}

/** Not read again by itself: whoever looks takes the messages for a moment. */
function Letters({ service }: { readonly service: DeadLetterService }) {
  const words = useWords(deadLetterWords);
  const mayAct = useMay("dead_letters.act");
  const pages = usePages("dead_letters.list", { service, limit: String(shown) });
  useCountAfter(pages.dataUpdatedAt);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const letters = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const first = letters.slice(0, mostAtOnce);
  // What is gone meanwhile is no longer chosen.
  const ids = letters.map(({ id }) => id).filter((id) => marked.has(id));
  const mark = (letter: DeadLetterView, isMarked: boolean) =>
    setMarked(
      (before) => new Set([...before].filter((id) => id !== letter.id).concat(isMarked ? letter.id : [])),
    );
  return (
    <>
      <Typography.Paragraph type="secondary">{words.oldest(mostListed)}</Typography.Paragraph>
      <Space wrap style={{ marginBottom: 12 }}>
        <RefreshButton pages={pages} />
        {mayAct && letters.length > 0 ? (
          <Checkbox
            checked={ids.length === first.length}
            indeterminate={ids.length > 0 && ids.length < first.length}
            onChange={(event) => setMarked(new Set(event.target.checked ? first.map(({ id }) => id) : []))}
          >
            {words.all} · {words.chosen(ids.length)}
          </Checkbox>
        ) : null}
      </Space>
      {mayAct ? <DeadLetterActs service={service} ids={ids} onDone={() => setMarked(new Set())} /> : null}
      <ListCards label={words.services[service]} pages={pages} rowKey={keyOf}>
        {(letter) => (
          <DeadLetterCard
            letter={letter}
            isMarked={marked.has(letter.id)}
            onMark={mayAct ? (isMarked) => mark(letter, isMarked) : null}
          />
        )}
      </ListCards>
    </>
  );
}

/** What is looked at is not counted at that moment, so the queues are counted once it is back. */
function useCountAfter(lookedAt: number): void {
  const queries = useQueryClient();
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ["dead_letters.queues"] });
  }, [queries, lookedAt]);
}

/** A message may have died twice. */
function keyOf({ id, queue, died_at: diedAt }: DeadLetterView): string {
  return `${id} ${queue} ${diedAt ?? ""}`;
}
