import { Route, Routes } from "react-router";
import { DiscrepanciesPage } from "./discrepancies-page.tsx";
import { DiscrepancyPage } from "./discrepancy-page.tsx";

export function DiscrepanciesPages() {
  return (
    <Routes>
      <Route index element={<DiscrepanciesPage />} />
      <Route path=":id" element={<DiscrepancyPage />} />
    </Routes>
  );
}
