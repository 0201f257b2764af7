import type { PaymentDetailView } from "@compose-pay/contracts";
import { Alert, Button, Form, Input, Space } from "antd";
import { useMemo, useState } from "react";
import { isProblem } from "../api/console-problem.ts";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { fenOf, yuan } from "../show/yuan.ts";
import { AnotherRefund } from "./another-refund.tsx";
import { keptRefunds } from "./kept-refunds.ts";
import { newRequestId } from "./new-request-id.ts";
import { refundWatch } from "./refund-watch.ts";
import { refundWords } from "./refund-words.ts";

const longestReason = 80;

/**
 * Asks how much and why, and gives it back. The request keeps its id until it has been answered for certain, through
 * reloads of the page, too, so that whoever tries again after a lost answer gets the same refund and no second one.
 */
export function RefundButton({ shown }: { readonly shown: PaymentDetailView }) {
  const words = useWords(refundWords);
  const { payment, refundable, approval_from: approvalFrom } = shown;
  const [newId, setNewId] = useState(newRequestId);
  const [written, setWritten] = useState("");
  const [reason, setReason] = useState("");
  const [isAnother, setAnother] = useState(false);
  const watch = useMemo(
    () => refundWatch(sessionStorage, payment.id, () => setNewId(newRequestId())),
    [payment.id],
  );
  const changed = ["payments.show", "refunds.list", "refund_requests.list"] as const;
  const create = useAct("refunds.create", changed, watch);
  const kept = keptRefunds(sessionStorage, payment.id);
  const amount = fenOf(written);
  const isAmount = amount !== null && amount >= 1 && amount <= refundable;
  const isReason = reason.trim() !== "" && reason.trim().length <= longestReason;
  const needsSecond = isAmount && payment.amount_refunded + amount >= approvalFrom;
  const isRepeated = isProblem(create.error, "refund_repeated");
  const unanswered = kept.find((one) => one.amount === amount);
  const input =
    isAmount && isReason && (isAnother || !isRepeated)
      ? {
          payment_id: payment.id,
          request_id: unanswered?.id ?? newId,
          amount,
          reason: reason.trim(),
          is_another: isAnother,
        }
      : null;
  const write = (amountWritten: string, reasonWritten = reason) => {
    setWritten(amountWritten);
    setReason(reasonWritten);
    setAnother(false);
    if (isRepeated) create.reset();
  };
  const open = () => {
    const last = kept.at(-1);
    if (last !== undefined) write(yuan(last.amount), last.reason);
  };
  return (
    <ActButton
      title={words.create}
      question={words.createWhat}
      mutation={create}
      input={input}
      onOpen={open}
      done={({ kind }) => {
        write("", "");
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
              onChange={(event) => write(event.target.value)}
            />
            <Button onClick={() => write(yuan(refundable))}>{words.all}</Button>
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
      {unanswered === undefined || create.isPending ? null : (
        <Alert type="warning" showIcon title={words.unansweredBefore} />
      )}
      {isRepeated || isAnother ? (
        <AnotherRefund shown={shown} amount={amount} isAnother={isAnother} onChange={setAnother} />
      ) : null}
      {needsSecond ? <Alert type="info" showIcon title={words.needsSecond} /> : null}
    </ActButton>
  );
}
