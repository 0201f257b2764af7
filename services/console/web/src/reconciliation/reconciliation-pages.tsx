import { Route, Routes } from "react-router";
import { CalendarPage } from "./calendar-page.tsx";
import { RunPage } from "./run-page.tsx";

export function ReconciliationPages() {
  return (
    <Routes>
      <Route index element={<CalendarPage />} />
      <Route path="runs/:id" element={<RunPage />} />
    </Routes>
  );
}
