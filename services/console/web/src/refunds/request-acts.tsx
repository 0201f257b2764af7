import type { RefundRequestView } from "@compose-pay/contracts";
import { Form, Input, Space } from "antd";
import { useState } from "react";
import type { ReadName } from "../api/call.ts";
import { useAct } from "../api/use-act.ts";
import { useMay, useSession } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { Amount } from "../show/amount.tsx";
import { refundWords } from "./refund-words.ts";

const changed: readonly ReadName[] = ["refund_requests.list", "refunds.list", "payments.show"];

/** The second person's part; whoever has asked can only take it back. */
export function RequestActs({ request }: { readonly request: RefundRequestView }) {
  const words = useWords(refundWords);
  const { operator } = useSession();
  const mayDecide = useMay("refunds.approve");
  if (request.state !== "waiting") return null;
  const isOwn = request.requested_by.id === operator.id;
  return (
    <Space wrap style={{ display: "flex", marginTop: 4 }}>
      {isOwn ? <span>{words.ownRequest}</span> : null}
      {mayDecide && !isOwn ? <Approve request={request} /> : null}
      {mayDecide ? <Reject request={request} title={isOwn ? words.withdraw : words.reject} /> : null}
    </Space>
  );
}

function Approve({ request }: { readonly request: RefundRequestView }) {
  const words = useWords(refundWords);
  return (
    <ActButton
      title={words.approve}
      question={
        <>
          <p>
            <strong>
              <Amount fen={request.amount} />
            </strong>{" "}
            <bdi>{request.reason}</bdi>
          </p>
          <p>{words.approveWhat}</p>
        </>
      }
      mutation={useAct("refund_requests.approve", changed)}
      input={{ id: request.id }}
      done={() => words.approved}
      button={{ type: "primary", size: "small" }}
    />
  );
}

function Reject({ request, title }: { readonly request: RefundRequestView; readonly title: string }) {
  const words = useWords(refundWords);
  const [reason, setReason] = useState("");
  const field = `reject-${request.id}`;
  return (
    <ActButton
      title={title}
      question={words.rejectWhat}
      mutation={useAct("refund_requests.reject", changed)}
      input={reason.trim() === "" ? null : { id: request.id, reason: reason.trim() }}
      done={() => words.rejected}
      button={{ danger: true, size: "small" }}
    >
      <Form.Item label={words.rejectReason} htmlFor={field} layout="vertical" style={{ marginTop: 16 }}>
        <Input
          id={field}
          value={reason}
          maxLength={255}
          onChange={(event) => setReason(event.target.value)}
        />
      </Form.Item>
    </ActButton>
  );
}
