import type { ConsoleInput, OperatorCreated } from "@compose-pay/contracts";
import { Form, Input } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ShownOnce } from "../show/shown-once.tsx";
import { operatorWords } from "./operator-words.ts";
import { RoleSelect } from "./role-select.tsx";

interface Typed {
  readonly email?: string;
  readonly name?: string;
  readonly roleIds?: readonly string[];
}

export function CreateOperator() {
  const words = useWords(operatorWords);
  const create = useAct("operators.create", ["operators.list", "roles.list"]);
  const [typed, setTyped] = useState<Typed>({});
  const [created, setCreated] = useState<OperatorCreated | null>(null);
  const end = (answer: OperatorCreated) => {
    setTyped({});
    setCreated(answer);
  };
  return (
    <>
      <ActButton
        title={words.create}
        question={words.createWhy}
        mutation={create}
        input={inputOf(typed)}
        done={({ operator }) => words.created(operator.email)}
        onDone={end}
        button={{ type: "primary" }}
      >
        <Form<Typed>
          name="new_operator"
          layout="vertical"
          initialValues={typed}
          onValuesChange={(_, values: Typed) => setTyped(values)}
          style={{ marginTop: 12 }}
        >
          <Form.Item name="email" label={words.email} rules={[{ type: "email", message: words.emailRule }]}>
            <Input type="email" autoComplete="off" maxLength={254} />
          </Form.Item>
          <Form.Item name="name" label={words.name}>
            <Input autoComplete="off" maxLength={64} />
          </Form.Item>
          <Form.Item name="roleIds" label={words.roles}>
            <RoleSelect />
          </Form.Item>
        </Form>
      </ActButton>
      <ShownOnce
        title={words.passwordOf(created?.operator.email ?? "")}
        secret={created?.password ?? null}
        onClose={() => setCreated(null)}
      />
    </>
  );
}

/** @returns null while something is missing */
function inputOf({ email = "", name = "", roleIds = [] }: Typed): ConsoleInput<"operators.create"> | null {
  if (email.trim() === "" || name.trim() === "" || roleIds.length === 0) return null;
  return { email: email.trim(), name: name.trim(), role_ids: [...roleIds] };
}
