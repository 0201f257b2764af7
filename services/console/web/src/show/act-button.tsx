import { App, Button, type ButtonProps, Modal } from "antd";
import { type ReactNode, useState } from "react";
import type { UseMutationResult } from "@tanstack/react-query";
import { isOutcomeUnknown } from "../api/console-problem.ts";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "./problem-alert.tsx";
import { showWords } from "./show-words.ts";

/** What needs somebody stands longer than what is done. */
const warningSeconds = 10;

/** What is said after an act: that it was done, or what has come of it instead. */
export type ActSaying = string | { readonly warning: string };

/**
 * A button that asks once, acts, and says what happened; what was refused stays open with the reason. Where nobody knows
 * whether it was done, it cannot be done again before the question was closed and what is there was looked at.
 */
export function ActButton<Answer, Input>({
  title,
  question,
  mutation,
  input,
  done,
  onDone,
  onOpen,
  button,
  children,
}: {
  /** What the button and its question are called. */
  readonly title: string;
  /** What will happen. */
  readonly question: ReactNode;
  readonly mutation: UseMutationResult<Answer, Error, Input>;
  /** Null while what has to be filled in is not. */
  readonly input: Input | null;
  /** What is said afterwards. */
  readonly done: (answer: Answer) => ActSaying;
  /** What else follows, such as showing a secret of the answer. */
  readonly onDone?: (answer: Answer) => void;
  /** Before it asks, such as filling the fields with what is there now. */
  readonly onOpen?: () => void;
  readonly button?: ButtonProps;
  /** Fields to fill in below the question. */
  readonly children?: ReactNode;
}) {
  const words = useWords(showWords);
  const { message } = App.useApp();
  const [isOpen, setOpen] = useState(false);
  const open = () => {
    onOpen?.();
    setOpen(true);
  };
  const close = () => {
    setOpen(false);
    mutation.reset();
  };
  // Whoever closed it meanwhile would not learn what became of it, and a secret that is shown once would be lost.
  const isClosable = !mutation.isPending;
  const confirm = () => {
    if (input === null) return;
    mutation.mutate(input, {
      onSuccess: (answer) => {
        close();
        const said = done(answer);
        void (typeof said === "string"
          ? message.success(said)
          : message.warning(said.warning, warningSeconds));
        onDone?.(answer);
      },
    });
  };
  return (
    <>
      <Button {...button} onClick={open}>
        {title}
      </Button>
      <Modal
        open={isOpen}
        title={title}
        okText={title}
        cancelText={words.cancel}
        onOk={confirm}
        onCancel={close}
        confirmLoading={mutation.isPending}
        cancelButtonProps={{ disabled: !isClosable }}
        closable={isClosable}
        keyboard={isClosable}
        mask={{ closable: isClosable }}
        okButtonProps={{
          disabled: input === null || isOutcomeUnknown(mutation.error),
          danger: button?.danger === true,
        }}
        destroyOnHidden
      >
        <div>{question}</div>
        {children}
        {mutation.isError ? <ProblemAlert error={mutation.error} /> : null}
      </Modal>
    </>
  );
}
