import { Route, Routes } from "react-router";
import { NotFoundPage } from "../shell/note-pages.tsx";
import { OperatorDetail } from "./operator-detail.tsx";
import { OperatorList } from "./operator-list.tsx";

export function OperatorsPage() {
  return (
    <Routes>
      <Route index element={<OperatorList />} />
      <Route path=":id" element={<OperatorDetail />} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}
