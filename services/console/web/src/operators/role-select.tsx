import { Select } from "antd";
import { useRead } from "../api/use-read.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";

/** Chooses roles, by name; a control of a form. */
export function RoleSelect({
  id,
  value = [],
  onChange,
}: {
  readonly id?: string;
  readonly value?: readonly string[];
  readonly onChange?: (ids: readonly string[]) => void;
}) {
  const roles = useRead("roles.list", {});
  if (roles.isError) return <ProblemAlert error={roles.error} onRetry={() => void roles.refetch()} />;
  return (
    <Select<readonly string[]>
      {...(id === undefined ? {} : { id })}
      mode="multiple"
      value={value}
      {...(onChange === undefined ? {} : { onChange })}
      loading={roles.isLoading}
      showSearch={{ optionFilterProp: "label" }}
      style={{ width: "100%" }}
      options={(roles.data?.rows ?? []).map((role) => ({ value: role.id, label: role.name }))}
    />
  );
}
