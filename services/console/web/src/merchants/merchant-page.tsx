import type { MerchantView } from "@compose-pay/contracts";
import { Descriptions, Flex, Typography } from "antd";
import { useParams } from "react-router";
import { useAct } from "../api/use-act.ts";
import { useRead } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { Loaded } from "../show/loaded.tsx";
import { When } from "../show/when.tsx";
import { AppList } from "./app-list.tsx";
import { CreateApp } from "./create-app.tsx";
import { MerchantStatus } from "./merchant-status.tsx";
import { merchantWords } from "./merchant-words.ts";

/** One merchant, with its apps. */
export function MerchantPage() {
  const { id = "" } = useParams();
  const read = useRead("merchants.show", { id });
  return <Loaded query={read}>{(merchant) => <Merchant merchant={merchant} />}</Loaded>;
}

function Merchant({ merchant }: { readonly merchant: MerchantView }) {
  const words = useWords(merchantWords);
  const mayManage = useMay("merchants.manage");
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap="small" style={{ marginBottom: 12 }}>
        <Typography.Title level={2}>{merchant.name}</Typography.Title>
        {mayManage ? <ChangeStatus merchant={merchant} /> : null}
      </Flex>
      <Descriptions
        column={{ xs: 1, md: 3 }}
        items={[
          { key: "id", label: words.id, children: <code>{merchant.id}</code> },
          { key: "status", label: words.status, children: <MerchantStatus status={merchant.status} /> },
          { key: "since", label: words.since, children: <When at={merchant.created_at} /> },
        ]}
      />
      <Flex justify="space-between" align="center" wrap gap="small" style={{ marginBottom: 12 }}>
        <Typography.Title level={3}>{words.apps}</Typography.Title>
        {mayManage ? <CreateApp merchantId={merchant.id} /> : null}
      </Flex>
      <AppList merchantId={merchant.id} />
    </>
  );
}

function ChangeStatus({ merchant: { id, status, version } }: { readonly merchant: MerchantView }) {
  const words = useWords(merchantWords);
  const freeze = useAct("merchants.freeze", ["merchants.show", "merchants.list", "apps.show"]);
  const unfreeze = useAct("merchants.unfreeze", ["merchants.show", "merchants.list", "apps.show"]);
  return status === "active" ? (
    <ActButton
      title={words.freeze}
      question={words.freezeWhat}
      mutation={freeze}
      input={{ id, expected_version: version }}
      button={{ danger: true }}
      done={() => words.frozenNow}
    />
  ) : (
    <ActButton
      title={words.unfreeze}
      question={words.unfreezeWhat}
      mutation={unfreeze}
      input={{ id, expected_version: version }}
      done={() => words.activeNow}
    />
  );
}
