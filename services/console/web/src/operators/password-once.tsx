import type { OperatorCreated } from "@compose-pay/contracts";
import { Modal, Typography } from "antd";
import { useWords } from "../shell/words.ts";
import { operatorWords } from "./operator-words.ts";

/** Shows a first password until somebody says that they have kept it; nothing else closes it. */
export function PasswordOnce({
  created,
  onKept,
}: {
  readonly created: OperatorCreated | null;
  readonly onKept: () => void;
}) {
  const words = useWords(operatorWords);
  return (
    <Modal
      open={created !== null}
      title={words.password}
      okText={words.passwordKept}
      onOk={onKept}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      cancelButtonProps={{ style: { display: "none" } }}
      destroyOnHidden
    >
      {created === null ? null : (
        <>
          <p>{words.passwordOnce(created.operator.email)}</p>
          <Typography.Paragraph code copyable style={{ fontSize: 16, overflowWrap: "anywhere" }}>
            {created.password}
          </Typography.Paragraph>
        </>
      )}
    </Modal>
  );
}
