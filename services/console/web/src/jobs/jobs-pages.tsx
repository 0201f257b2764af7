import { Route, Routes } from "react-router";
import { JobListPage } from "./job-list-page.tsx";
import { JobPage } from "./job-page.tsx";

export function JobsPages() {
  return (
    <Routes>
      <Route index element={<JobListPage />} />
      <Route path=":kind/:subject?" element={<JobPage />} />
    </Routes>
  );
}
