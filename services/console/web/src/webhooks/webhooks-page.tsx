import { Tabs, Typography } from "antd";
import { Route, Routes, useSearchParams } from "react-router";
import { useWords } from "../shell/words.ts";
import { DeliveryPage } from "./delivery-page.tsx";
import { EndpointPage } from "./endpoint-page.tsx";
import { EndpointsTab } from "./endpoints-tab.tsx";
import { EventPage } from "./event-page.tsx";
import { EventsTab } from "./events-tab.tsx";
import { FailingTab } from "./failing-tab.tsx";
import { TargetsTab } from "./targets-tab.tsx";
import { webhooksArea } from "./webhooks-area.ts";
import { webhookWords } from "./webhook-words.ts";

export function WebhooksPage() {
  return (
    <Routes>
      <Route index element={<WebhookTabs />} />
      <Route path="endpoints/:id" element={<EndpointPage />} />
      <Route path="deliveries/:id" element={<DeliveryPage />} />
      <Route path="events/:id" element={<EventPage />} />
    </Routes>
  );
}

function WebhookTabs() {
  const words = useWords(webhookWords);
  const title = useWords(webhooksArea.title);
  const [parameters, setParameters] = useSearchParams();
  return (
    <>
      <Typography.Title level={2}>{title}</Typography.Title>
      <Tabs
        activeKey={parameters.get("tab") ?? "endpoints"}
        // The filters of one tab are none of another.
        onChange={(tab) => setParameters({ tab })}
        destroyOnHidden
        items={[
          { key: "endpoints", label: words.endpoints, children: <EndpointsTab /> },
          { key: "failing", label: words.failing, children: <FailingTab /> },
          { key: "targets", label: words.targets, children: <TargetsTab /> },
          { key: "events", label: words.events, children: <EventsTab /> },
        ]}
      />
    </>
  );
}
