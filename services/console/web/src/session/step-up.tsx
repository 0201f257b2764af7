import { Form, Input, Modal } from "antd";
import { createContext, type ReactNode, useContext, useState } from "react";
import { act } from "../api/call.ts";
import { useWords } from "../shell/words.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { createOpenQuestion } from "./open-question.ts";
import { sessionWords } from "./session-words.ts";

type Ask = () => Promise<boolean>;

const StepUpContext = createContext<Ask>(() => Promise.resolve(false));

/** Asks for the second factor once more; false when the operator closes the question. */
export function useStepUp(): Ask {
  return useContext(StepUpContext);
}

/** Holds the one question for the second factor that all acts share. */
export function StepUpProvider({ children }: { readonly children: ReactNode }) {
  const words = useWords(sessionWords);
  const [isOpen, setOpen] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const [{ ask, answer }] = useState(() => createOpenQuestion<boolean>(() => setOpen(true)));
  const [form] = Form.useForm<{ code: string }>();
  const end = (isGiven: boolean) => {
    setOpen(false);
    setError(null);
    form.resetFields();
    answer(isGiven);
  };
  const give = async ({ code }: { code: string }) => {
    setBusy(true);
    try {
      await act("session.step_up", { code });
      end(true);
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <StepUpContext value={ask}>
      {children}
      <Modal
        open={isOpen}
        title={words.stepUp}
        okText={words.confirm}
        cancelText={words.cancel}
        confirmLoading={isBusy}
        onOk={() => form.submit()}
        onCancel={() => end(false)}
        zIndex={2_000}
        destroyOnHidden
        afterOpenChange={(isShown) => {
          if (isShown) form.focusField("code");
        }}
      >
        <p>{words.stepUpWhy}</p>
        <Form name="step_up" form={form} layout="vertical" onFinish={(values) => void give(values)}>
          <Form.Item name="code" label={words.code} rules={[{ required: true, pattern: /^\s*\d{6}\s*$/ }]}>
            <Input inputMode="numeric" autoComplete="one-time-code" maxLength={8} />
          </Form.Item>
        </Form>
        {error === null ? null : <ProblemAlert error={error} />}
      </Modal>
    </StepUpContext>
  );
}
