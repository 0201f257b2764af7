import { Route, Routes } from "react-router";
import { NotFoundPage } from "../shell/note-pages.tsx";
import { AccountList } from "./account-list.tsx";
import { AccountPage } from "./account-page.tsx";
import { EditAccount } from "./edit-account.tsx";
import { NewAccount } from "./new-account.tsx";

export function AccountsPages() {
  return (
    <Routes>
      <Route index element={<AccountList />} />
      <Route path="new" element={<NewAccount />} />
      <Route path=":id" element={<AccountPage />} />
      <Route path=":id/edit" element={<EditAccount />} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}
