import { Alert, Button, Modal, Typography } from "antd";
import { useWords } from "../shell/words.ts";
import { shownOnceWords } from "./shown-once-words.ts";

/** A secret that nobody can read again: it closes by its button alone, and is nowhere on the page afterwards. */
export function ShownOnce({
  title,
  secret,
  onClose,
}: {
  readonly title: string;
  /** Null while there is nothing to show. */
  readonly secret: string | null;
  readonly onClose: () => void;
}) {
  const words = useWords(shownOnceWords);
  return (
    <Modal
      open={secret !== null}
      title={title}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {words.kept}
        </Button>
      }
      destroyOnHidden
    >
      {secret === null ? null : <SecretText secret={secret} />}
    </Modal>
  );
}

/** The secret itself, with what is to be done about it. */
export function SecretText({ secret }: { readonly secret: string }) {
  const words = useWords(shownOnceWords);
  return (
    <>
      <Alert type="warning" showIcon title={words.once} />
      <Typography.Paragraph
        code
        copyable={{ text: secret, tooltips: [words.copy, words.copied] }}
        style={{ marginTop: 16, wordBreak: "break-all" }}
      >
        {secret}
      </Typography.Paragraph>
    </>
  );
}
