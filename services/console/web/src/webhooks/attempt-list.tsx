import type { DeliveryAttempt } from "@compose-pay/contracts";
import { Card, Empty, Space, Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { CodeWord } from "../show/code-word.tsx";
import { ForeignText } from "../show/foreign-text.tsx";
import { StateTag } from "../show/state-tag.tsx";
import { When } from "../show/when.tsx";
import { deliveryWords } from "./delivery-words.ts";

/** The attempts of a delivery, the newest first, each with what the merchant's server answered. */
export function AttemptList({ attempts }: { readonly attempts: readonly DeliveryAttempt[] }) {
  const words = useWords(deliveryWords);
  if (attempts.length === 0) return <Empty description={words.noAttempts} />;
  return (
    <ol aria-label={words.attempts} style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {attempts.toReversed().map((attempt) => (
        <li key={attempt.id} style={{ marginBottom: 12 }}>
          <Card size="small">
            <AttemptView attempt={attempt} />
          </Card>
        </li>
      ))}
    </ol>
  );
}

function AttemptView({ attempt }: { readonly attempt: DeliveryAttempt }) {
  const words = useWords(deliveryWords);
  const { status, error, response } = attempt;
  return (
    <Space orientation="vertical" size="small" style={{ width: "100%" }}>
      <Space wrap>
        <strong>{words.attempt(attempt.number)}</strong>
        <When at={attempt.started_at} />
        <Tag>{words.triggers[attempt.trigger]}</Tag>
        {status === null ? null : (
          <StateTag tone={error === null ? "good" : "bad"}>{words.http(status)}</StateTag>
        )}
        {error === null || status !== null ? null : <CodeWord code={error} />}
        <span>{words.ms(attempt.ms)}</span>
        {attempt.address === null ? null : (
          <span>
            {words.address} <code>{attempt.address}</code>
          </span>
        )}
      </Space>
      {response === null || response === "" ? (
        <span>{words.noAnswer}</span>
      ) : (
        <ForeignText text={response} label={words.answer} />
      )}
    </Space>
  );
}
