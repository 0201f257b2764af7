import { Form } from "antd";
import type { ReactNode } from "react";

/** The fields below a question, named after the members of a draft. What is begun is there again when it is opened anew. */
export function DraftForm<Draft extends object>({
  draft,
  onChange,
  children,
}: {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly children: ReactNode;
}) {
  return (
    <Form
      layout="vertical"
      initialValues={draft}
      onValuesChange={(_, all: Partial<Draft>) => onChange({ ...draft, ...all })}
      style={{ marginTop: 16 }}
    >
      {children}
    </Form>
  );
}
