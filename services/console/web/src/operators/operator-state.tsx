import type { OperatorView } from "@compose-pay/contracts";
import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { operatorWords } from "./operator-words.ts";

/** Whether an operator may sign in, and whether too many failures keep them from it at present. */
export function OperatorState({ operator }: { readonly operator: OperatorView }) {
  const words = useWords(operatorWords);
  const isLocked = operator.locked_until !== null && new Date(operator.locked_until) > new Date();
  return (
    <>
      <Tag color={operator.state === "active" ? "success" : "default"}>{words.states[operator.state]}</Tag>
      {isLocked ? <Tag color="warning">{words.locked}</Tag> : null}
    </>
  );
}
