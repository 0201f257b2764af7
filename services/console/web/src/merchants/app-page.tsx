import type { AppView, MerchantView } from "@compose-pay/contracts";
import { Descriptions, Flex, Grid, Radio, Space, Tabs, Typography } from "antd";
import { useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { useAct } from "../api/use-act.ts";
import { useRead } from "../api/use-read.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { Loaded } from "../show/loaded.tsx";
import { ShownOnce } from "../show/shown-once.tsx";
import { When } from "../show/when.tsx";
import { AppAllowList } from "./app-allow-list.tsx";
import { AppContracts } from "./app-contracts.tsx";
import { AppEndpoints } from "./app-endpoints.tsx";
import { AppKeys } from "./app-keys.tsx";
import { AppRoutes } from "./app-routes.tsx";
import { EditApp } from "./edit-app.tsx";
import { MerchantStatus } from "./merchant-status.tsx";
import { merchantWords } from "./merchant-words.ts";
import { RotateWarning } from "./rotate-warning.tsx";

/** One app: who may call as it, where its events go, and what it may sell. */
export function AppPage() {
  const { id = "" } = useParams();
  const read = useRead("apps.show", { id });
  return <Loaded query={read}>{({ app, merchant }) => <App app={app} merchant={merchant} />}</Loaded>;
}

function App({ app, merchant }: { readonly app: AppView; readonly merchant: MerchantView }) {
  const words = useWords(merchantWords);
  const mayManage = useMay("merchants.manage");
  const mayRotate = useMay("keys.manage");
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap="small" style={{ marginBottom: 12 }}>
        <Typography.Title level={2}>{app.name}</Typography.Title>
        <Space wrap>
          {mayManage ? <EditApp app={app} /> : null}
          {mayRotate ? <RotateSecret app={app} /> : null}
        </Space>
      </Flex>
      <Descriptions
        column={{ xs: 1, md: 3 }}
        items={[
          { key: "id", label: words.id, children: <code>{app.id}</code> },
          {
            key: "merchant",
            label: words.merchant,
            children: (
              <Flex gap="small" wrap>
                <Link to={`/merchants/${merchant.id}`}>{merchant.name}</Link>
                <MerchantStatus status={merchant.status} />
              </Flex>
            ),
          },
          {
            key: "limits",
            label: words.limits,
            children: words.rateShown(String(app.rate_limit_per_second), String(app.rate_limit_burst)),
          },
          { key: "since", label: words.since, children: <When at={app.created_at} /> },
          { key: "until", label: words.previousUntil, children: <When at={app.previous_secret_until} /> },
        ]}
      />
      <AppTabs appId={app.id} />
    </>
  );
}

function AppTabs({ appId }: { readonly appId: string }) {
  const { tabs } = useWords(merchantWords);
  const maySeeEndpoints = useMay("webhooks.read");
  const [query, setQuery] = useSearchParams();
  const isWide = Grid.useBreakpoint().md !== false;
  const items = [
    { key: "keys", label: tabs.keys, children: <AppKeys appId={appId} /> },
    { key: "allow-list", label: tabs.allowList, children: <AppAllowList appId={appId} /> },
    ...(maySeeEndpoints
      ? [{ key: "endpoints", label: tabs.endpoints, children: <AppEndpoints appId={appId} /> }]
      : []),
    { key: "contracts", label: tabs.contracts, children: <AppContracts appId={appId} /> },
    { key: "routes", label: tabs.routes, children: <AppRoutes appId={appId} /> },
  ];
  const asked = query.get("tab");
  const tab = items.some(({ key }) => key === asked) ? String(asked) : "keys";
  const show = (key: string) => setQuery({ tab: key }, { replace: true });
  // On a phone the bar would hide some of its tabs behind a button that screen readers do not find.
  const bar = () => (
    <Radio.Group
      optionType="button"
      size="small"
      options={items.map(({ key, label }) => ({ value: key, label }))}
      value={tab}
      onChange={({ target }) => show(String(target.value))}
      style={{ marginBottom: 16 }}
    />
  );
  return (
    <Tabs
      items={items}
      activeKey={tab}
      onChange={show}
      destroyOnHidden
      {...(isWide ? {} : { renderTabBar: bar })}
    />
  );
}

/** Sends what was shown when it was asked, so that a rotation in between is not followed by another unseen. */
function RotateSecret({ app }: { readonly app: AppView }) {
  const words = useWords(merchantWords);
  const [shown, setShown] = useState(app.previous_secret_until);
  const rotate = useAct("apps.rotate_secret", ["apps.show"]);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      <ActButton
        title={words.rotateSecret}
        question={
          <>
            <p>{words.rotateSecretWhat}</p>
            <RotateWarning until={shown} />
          </>
        }
        mutation={rotate}
        input={{ id: app.id, previous_secret_until: shown }}
        onOpen={() => setShown(app.previous_secret_until)}
        done={() => words.secretRotated}
        onDone={(rotated) => {
          setSecret(rotated.webhook_secret);
        }}
      />
      <ShownOnce title={words.secret} secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}
