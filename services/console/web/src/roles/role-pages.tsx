import type { RoleView } from "@compose-pay/contracts";
import { Result, Typography } from "antd";
import { Link, useNavigate, useParams } from "react-router";
import { useAct } from "../api/use-act.ts";
import { useRead } from "../api/use-read.ts";
import { LoadingPage } from "../shell/note-pages.tsx";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { RoleForm } from "./role-form.tsx";
import { roleWords } from "./role-words.ts";

export function NewRole() {
  const words = useWords(roleWords);
  const create = useAct("roles.create", ["roles.list"]);
  return (
    <>
      <BackToRoles />
      <Typography.Title level={2}>{words.create}</Typography.Title>
      <RoleForm role={null} mutation={create} inputOf={(fields) => fields} />
    </>
  );
}

export function EditRole() {
  const words = useWords(roleWords);
  const { id = "" } = useParams();
  const roles = useRead("roles.list", {});
  const role = roles.data?.rows.find((one) => one.id === id);
  return (
    <>
      <BackToRoles />
      {roles.isError ? <ProblemAlert error={roles.error} onRetry={() => void roles.refetch()} /> : null}
      {roles.isLoading ? <LoadingPage /> : null}
      {role === undefined ? null : <ExistingRole key={role.id} role={role} />}
      {roles.isSuccess && role === undefined ? <Result status="info" title={words.missing} /> : null}
    </>
  );
}

function ExistingRole({ role }: { readonly role: RoleView }) {
  const words = useWords(roleWords);
  const update = useAct("roles.update", ["roles.list", "operators.list", "operators.show"]);
  return (
    <>
      <Typography.Title level={2}>{words.editTitle(role.name)}</Typography.Title>
      <RoleForm
        role={role}
        mutation={update}
        inputOf={(fields, version) => ({ id: role.id, expected_version: version ?? "", ...fields })}
      />
      <Typography.Title level={3}>{words.delete}</Typography.Title>
      {role.operators > 0 ? <p>{words.inUse}</p> : <DeleteRole role={role} />}
    </>
  );
}

function DeleteRole({ role }: { readonly role: RoleView }) {
  const words = useWords(roleWords);
  const navigate = useNavigate();
  const remove = useAct("roles.delete", ["roles.list"]);
  return (
    <ActButton
      title={words.delete}
      question={words.deleteWhy(role.name)}
      mutation={remove}
      input={{ id: role.id }}
      done={() => words.deleted}
      onDone={() => void navigate("/roles")}
      button={{ danger: true }}
    />
  );
}

function BackToRoles() {
  const { back } = useWords(roleWords);
  return (
    <p>
      <Link to="/roles">{back}</Link>
    </p>
  );
}
