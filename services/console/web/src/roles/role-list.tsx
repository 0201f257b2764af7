import type { RoleView } from "@compose-pay/contracts";
import { Flex, Tag, Typography } from "antd";
import { Link } from "react-router";
import { usePages } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ListTable } from "../show/list-table.tsx";
import { LongText } from "../show/long-text.tsx";
import { isOfMoney } from "./permission-groups.ts";
import { PermissionNames } from "./permission-names.tsx";
import { roleWords } from "./role-words.ts";
import { rolesArea } from "./roles-area.ts";

export function RoleList() {
  const title = useWords(rolesArea.title);
  const words = useWords(roleWords);
  const mayManage = useMay("operators.manage");
  const pages = usePages("roles.list", {});
  return (
    <>
      <Flex justify="space-between" align="start" wrap gap="small">
        <Typography.Title level={2}>{title}</Typography.Title>
        {mayManage ? <Link to="new">{words.create}</Link> : null}
      </Flex>
      <ListTable
        label={title}
        pages={pages}
        rowKey={(row) => row.id}
        detail={(row) => <PermissionNames permissions={row.permissions} />}
        columns={[
          {
            title: words.name,
            render: (_, row) => (mayManage ? <Link to={row.id}>{row.name}</Link> : row.name),
          },
          { title: words.description, render: (_, row) => <LongText text={row.description} /> },
          { title: words.permissions, render: (_, row) => <Permissions role={row} /> },
          { title: words.operators, dataIndex: "operators", align: "right" },
        ]}
      />
    </>
  );
}

function Permissions({ role }: { readonly role: RoleView }) {
  const words = useWords(roleWords);
  return (
    <>
      {words.permissionCount(role.permissions.length)}{" "}
      {role.permissions.some(isOfMoney) ? <Tag color="orange">{words.money}</Tag> : null}
    </>
  );
}
