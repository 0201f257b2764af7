import { Tag, Typography } from "antd";
import { usePages } from "../api/use-read.ts";
import { useWords } from "../shell/words.ts";
import { ListTable } from "../show/list-table.tsx";
import { When } from "../show/when.tsx";
import { operatorsArea } from "./operators-area.ts";

export function OperatorsPage() {
  const title = useWords(operatorsArea.title);
  const pages = usePages("operators.list", {});
  return (
    <>
      <Typography.Title level={2}>{title}</Typography.Title>
      <ListTable
        label={title}
        pages={pages}
        rowKey={(row) => row.id}
        columns={[
          { title: "E-mail", dataIndex: "email" },
          { title: "Name", dataIndex: "name" },
          { title: "Roles", render: (_, row) => row.roles.map(({ id, name }) => <Tag key={id}>{name}</Tag>) },
          { title: "Since", render: (_, row) => <When at={row.created_at} /> },
        ]}
      />
    </>
  );
}
