import { Route, Routes } from "react-router";
import { NotFoundPage } from "../shell/note-pages.tsx";
import { RoleList } from "./role-list.tsx";
import { EditRole, NewRole } from "./role-pages.tsx";

export function RolesPage() {
  return (
    <Routes>
      <Route index element={<RoleList />} />
      <Route path="new" element={<NewRole />} />
      <Route path=":id" element={<EditRole />} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}
