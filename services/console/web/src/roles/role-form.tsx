import type { Permission, RoleView } from "@compose-pay/contracts";
import type { UseMutationResult } from "@tanstack/react-query";
import { Form, Input } from "antd";
import { useNavigate } from "react-router";
import { useWords } from "../shell/words.ts";
import { useDraft } from "../show/use-draft.ts";
import { ChangedMeanwhile } from "../show/changed-meanwhile.tsx";
import { ActButton } from "../show/act-button.tsx";
import { PermissionChoice } from "./permission-choice.tsx";
import { permissionChanges } from "./permission-groups.ts";
import { PermissionNames } from "./permission-names.tsx";
import { roleWords } from "./role-words.ts";

interface Fields {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
}

/** What a role is called and allows. Before it is saved it says which permissions are given and taken. */
export function RoleForm<Sent>({
  role,
  mutation,
  inputOf,
}: {
  /** Null for a new one. */
  readonly role: RoleView | null;
  readonly mutation: UseMutationResult<RoleView, Error, Sent>;
  /** @param version of the role that was seen; null for a new one */
  readonly inputOf: (
    fields: { name: string; description: string; permissions: Permission[] },
    version: string | null,
  ) => Sent;
}) {
  const words = useWords(roleWords);
  const navigate = useNavigate();
  const form = useDraft(role, fieldsOf);
  const fields = form.draft;
  const name = fields.name.trim();
  const description = fields.description.trim();
  const isFilled = name !== "" && description !== "";
  return (
    <>
      <ChangedMeanwhile form={form} mutation={mutation} />
      <Form<Fields>
        key={form.version}
        name="role"
        layout="vertical"
        initialValues={fields}
        onValuesChange={(_, values: Fields) => form.setDraft(values)}
      >
        <Form.Item name="name" label={words.name} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={64} style={{ maxWidth: 420 }} />
        </Form.Item>
        <Form.Item
          name="description"
          label={words.description}
          rules={[{ required: true, whitespace: true }]}
        >
          <Input maxLength={255} style={{ maxWidth: 640 }} />
        </Form.Item>
        <p>{words.moneyWhy}</p>
        <Form.Item name="permissions">
          <PermissionChoice />
        </Form.Item>
      </Form>
      <ActButton
        title={words.save}
        question={<Changes role={form.seen} after={fields.permissions} />}
        mutation={mutation}
        input={
          isFilled ? inputOf({ name, description, permissions: [...fields.permissions] }, form.version) : null
        }
        done={() => words.saved}
        onDone={() => void navigate("/roles")}
        button={{ type: "primary", disabled: !isFilled }}
      />
    </>
  );
}

function fieldsOf(role: RoleView | null): Fields {
  return {
    name: role?.name ?? "",
    description: role?.description ?? "",
    permissions: role?.permissions ?? [],
  };
}

function Changes({ role, after }: { readonly role: RoleView | null; readonly after: readonly Permission[] }) {
  const words = useWords(roleWords);
  const { given, taken } = permissionChanges(role?.permissions ?? [], after);
  return (
    <>
      {role === null ? null : <p>{words.holdsAtOnce(role.operators)}</p>}
      {given.length + taken.length === 0 ? <p>{words.nothingChanges}</p> : null}
      {given.length === 0 ? null : (
        <>
          <p>{words.willGive}</p>
          <PermissionNames permissions={given} />
        </>
      )}
      {taken.length === 0 ? null : (
        <>
          <p>{words.willTake}</p>
          <PermissionNames permissions={taken} />
        </>
      )}
    </>
  );
}
