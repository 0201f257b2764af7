import type { RefundRequestView } from "@compose-pay/contracts";
import { Form, Input, Space } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useMay, useSession } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ApproveRefund, ApproveSettle, changedByDecision } from "./approve-buttons.tsx";
import { requestWords } from "./request-words.ts";

interface OfRequest {
  readonly request: RefundRequestView;
}

/** The second person's part; whoever has asked can only take it back. */
export function RequestActs({ request }: OfRequest) {
  const words = useWords(requestWords);
  const { operator } = useSession();
  const mayDecide = useMay("refunds.approve");
  const mayWithdraw = useMay(request.kind === "refund" ? "refunds.create" : "refunds.settle");
  if (request.state !== "waiting") return null;
  const isOwn = request.requested_by.id === operator.id;
  const Approve = request.kind === "refund" ? ApproveRefund : ApproveSettle;
  return (
    <Space wrap style={{ display: "flex", marginTop: 4 }}>
      {isOwn ? <span>{words.ownRequest}</span> : null}
      {isOwn && mayWithdraw ? <Withdraw request={request} /> : null}
      {mayDecide && !isOwn ? <Approve request={request} /> : null}
      {mayDecide && !isOwn ? <Reject request={request} /> : null}
    </Space>
  );
}

function Reject({ request }: OfRequest) {
  const words = useWords(requestWords);
  const [reason, setReason] = useState("");
  return (
    <ActButton
      title={words.reject}
      question={words.rejectWhat}
      mutation={useAct("refund_requests.reject", changedByDecision)}
      input={reason.trim() === "" ? null : { id: request.id, reason: reason.trim() }}
      done={() => words.rejected}
      button={{ danger: true, size: "small" }}
    >
      <Reason id={`reject-${request.id}`} label={words.rejectReason} value={reason} onChange={setReason} />
    </ActButton>
  );
}

function Withdraw({ request: { id, kind } }: OfRequest) {
  const words = useWords(requestWords);
  const [reason, setReason] = useState("");
  const name = kind === "refund" ? "refund_requests.withdraw" : "settle_requests.withdraw";
  return (
    <ActButton
      title={words.withdraw}
      question={words.withdrawWhat}
      mutation={useAct(name, changedByDecision)}
      input={reason.trim() === "" ? { id } : { id, reason: reason.trim() }}
      done={() => words.withdrawn}
      button={{ danger: true, size: "small" }}
    >
      <Reason id={`withdraw-${id}`} label={words.withdrawReason} value={reason} onChange={setReason} />
    </ActButton>
  );
}

function Reason({
  id,
  label,
  value,
  onChange,
}: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Form.Item label={label} htmlFor={id} layout="vertical" style={{ marginTop: 16 }}>
      <Input id={id} value={value} maxLength={255} onChange={(event) => onChange(event.target.value)} />
    </Form.Item>
  );
}
