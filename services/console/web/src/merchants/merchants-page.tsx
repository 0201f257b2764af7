import { Flex, Form, Input, Tabs, Typography } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useAct } from "../api/use-act.ts";
import { usePages } from "../api/use-read.ts";
import { given, useSearch } from "../api/use-search.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { DraftForm } from "../show/draft-form.tsx";
import { Filters, NameFilter } from "../show/filters.tsx";
import { ListTable } from "../show/list-table.tsx";
import { useFilter } from "../show/use-filter.ts";
import { When } from "../show/when.tsx";
import { AppList } from "./app-list.tsx";
import { MerchantStatus } from "./merchant-status.tsx";
import { merchantWords } from "./merchant-words.ts";
import { merchantsArea } from "./merchants-area.ts";

/** All merchants, newest first, and all their apps. */
export function MerchantsPage() {
  const words = useWords(merchantWords);
  const title = useWords(merchantsArea.title);
  const mayManage = useMay("merchants.manage");
  const search = useSearch();
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap="small" style={{ marginBottom: 12 }}>
        <Typography.Title level={2}>{title}</Typography.Title>
        {mayManage ? <CreateMerchant /> : null}
      </Flex>
      <Tabs
        activeKey={search.get("tab") === "apps" ? "apps" : "merchants"}
        onChange={(tab) => search.set({ tab: tab === "apps" ? tab : "", name: "" })}
        destroyOnHidden
        items={[
          { key: "merchants", label: title, children: <MerchantList /> },
          { key: "apps", label: words.apps, children: <AppList /> },
        ]}
      />
    </>
  );
}

function MerchantList() {
  const words = useWords(merchantWords);
  const title = useWords(merchantsArea.title);
  const [name] = useFilter("name");
  const pages = usePages("merchants.list", given({ name }));
  return (
    <>
      <Filters>
        <NameFilter />
      </Filters>
      <ListTable
        label={title}
        pages={pages}
        rowKey={(row) => row.id}
        columns={[
          { title: words.name, render: (_, row) => <Link to={row.id}>{row.name}</Link> },
          { title: words.id, render: (_, row) => <code>{row.id}</code> },
          { title: words.status, render: (_, row) => <MerchantStatus status={row.status} /> },
          { title: words.since, render: (_, row) => <When at={row.created_at} /> },
        ]}
      />
    </>
  );
}

function CreateMerchant() {
  const words = useWords(merchantWords);
  const create = useAct("merchants.create", ["merchants.list"]);
  const [draft, setDraft] = useState({ name: "" });
  const name = draft.name.trim();
  return (
    <ActButton
      title={words.createMerchant}
      question={words.createMerchantWhat}
      mutation={create}
      input={name === "" ? null : { name }}
      button={{ type: "primary" }}
      done={(merchant) => words.merchantCreated(merchant.name)}
      onDone={() => {
        setDraft({ name: "" });
      }}
    >
      <DraftForm draft={draft} onChange={setDraft}>
        <Form.Item name="name" label={words.name} required>
          <Input maxLength={128} autoFocus />
        </Form.Item>
      </DraftForm>
    </ActButton>
  );
}
