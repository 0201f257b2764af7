import { Tabs } from "antd";
import { Route, Routes, useSearchParams } from "react-router";
import { useWords } from "../shell/words.ts";
import { CalendarPage } from "./calendar-page.tsx";
import { reconciliationWords } from "./reconciliation-words.ts";
import { RunPage } from "./run-page.tsx";
import { SuspenseTab } from "./suspense-tab.tsx";
import { suspenseWords } from "./suspense-words.ts";

export function ReconciliationPages() {
  return (
    <Routes>
      <Route index element={<ReconciliationTabs />} />
      <Route path="runs/:id" element={<RunPage />} />
    </Routes>
  );
}

function ReconciliationTabs() {
  const words = useWords(reconciliationWords);
  const { title: suspended } = useWords(suspenseWords);
  const [parameters, setParameters] = useSearchParams();
  return (
    <Tabs
      activeKey={parameters.get("tab") === "suspended" ? "suspended" : "calendar"}
      // The filters of one tab are none of another.
      onChange={(tab) => setParameters({ tab })}
      destroyOnHidden
      items={[
        { key: "calendar", label: words.calendar, children: <CalendarPage /> },
        { key: "suspended", label: suspended, children: <SuspenseTab /> },
      ]}
    />
  );
}
