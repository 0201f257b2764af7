import type { OperatorView } from "@compose-pay/contracts";
import { Flex, Tag, Typography } from "antd";
import { Link } from "react-router";
import { usePages } from "../api/use-read.ts";
import { given } from "../api/use-search.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { Filters, NameFilter } from "../show/filters.tsx";
import { ListTable } from "../show/list-table.tsx";
import { useFilter } from "../show/use-filter.ts";
import { When } from "../show/when.tsx";
import { CreateOperator } from "./create-operator.tsx";
import { OperatorState } from "./operator-state.tsx";
import { operatorWords } from "./operator-words.ts";
import { operatorsArea } from "./operators-area.ts";

export function OperatorList() {
  const title = useWords(operatorsArea.title);
  const words = useWords(operatorWords);
  const mayManage = useMay("operators.manage");
  const [name] = useFilter("name");
  const pages = usePages("operators.list", given({ name }));
  return (
    <>
      <Flex justify="space-between" align="start" wrap gap="small">
        <Typography.Title level={2}>{title}</Typography.Title>
        {mayManage ? <CreateOperator /> : null}
      </Flex>
      <Filters>
        <NameFilter />
      </Filters>
      <ListTable
        label={title}
        pages={pages}
        rowKey={(row) => row.id}
        columns={[
          { title: words.email, render: (_, row) => <Link to={row.id}>{row.email}</Link> },
          { title: words.name, dataIndex: "name" },
          { title: words.state, render: (_, row) => <OperatorState operator={row} /> },
          { title: words.roles, render: (_, row) => <RoleTags roles={row.roles} /> },
          {
            title: words.secondFactor,
            render: (_, row) => (row.has_second_factor ? words.bound : words.notBound),
          },
          { title: words.since, render: (_, row) => <When at={row.created_at} /> },
        ]}
      />
    </>
  );
}

function RoleTags({ roles }: Pick<OperatorView, "roles">) {
  return (
    <>
      {roles.map(({ id, name }) => (
        <Tag key={id}>{name}</Tag>
      ))}
    </>
  );
}
