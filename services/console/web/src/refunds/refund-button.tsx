import type { PaymentDetailView } from "@compose-pay/contracts";
import { Alert, Button, Form, Input, Space } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { fenOf, yuan } from "../show/yuan.ts";
import { newRequestId } from "./new-request-id.ts";
import { refundWords } from "./refund-words.ts";

const longestReason = 80;

/**
 * Asks how much and why, and gives it back. The request keeps its id until it has been answered, so that whoever tries
 * again after a lost answer gets the same refund and no second one.
 */
export function RefundButton({ shown }: { readonly shown: PaymentDetailView }) {
  const words = useWords(refundWords);
  const [requestId, setRequestId] = useState(newRequestId);
  const [written, setWritten] = useState("");
  const [reason, setReason] = useState("");
  const { payment, refundable, approval_from: approvalFrom } = shown;
  const amount = fenOf(written);
  const isAmount = amount !== null && amount >= 1 && amount <= refundable;
  const isReason = reason.trim() !== "" && reason.trim().length <= longestReason;
  const needsSecond = isAmount && payment.amount_refunded + amount >= approvalFrom;
  const input =
    isAmount && isReason
      ? { payment_id: payment.id, request_id: requestId, amount, reason: reason.trim() }
      : null;
  return (
    <ActButton
      title={words.create}
      question={words.createWhat}
      mutation={useAct("refunds.create", ["payments.show", "refunds.list", "refund_requests.list"])}
      input={input}
      done={({ kind }) => {
        setRequestId(newRequestId());
        setWritten("");
        setReason("");
        return kind === "created" ? words.createdDone : words.waitingDone;
      }}
      button={{ danger: true }}
    >
      <Form layout="vertical" component="div" style={{ marginTop: 16 }}>
        <Form.Item
          label={words.yuan}
          htmlFor="refund-amount"
          extra={words.mostYuan(yuan(refundable))}
          validateStatus={written === "" || isAmount ? "" : "error"}
        >
          <Space.Compact style={{ width: "100%" }}>
            <Input
              id="refund-amount"
              inputMode="decimal"
              value={written}
              onChange={(event) => setWritten(event.target.value)}
            />
            <Button onClick={() => setWritten(yuan(refundable))}>{words.all}</Button>
          </Space.Compact>
        </Form.Item>
        <Form.Item label={words.reason} htmlFor="refund-reason" extra={words.reasonHint}>
          <Input
            id="refund-reason"
            value={reason}
            maxLength={longestReason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      {needsSecond ? <Alert type="info" showIcon title={words.needsSecond} /> : null}
    </ActButton>
  );
}
