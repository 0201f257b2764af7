import { Route, Routes } from "react-router";
import { NotFoundPage } from "../shell/note-pages.tsx";
import { AppPage } from "./app-page.tsx";
import { MerchantsPage } from "./merchants-page.tsx";
import { MerchantPage } from "./merchant-page.tsx";

export function MerchantsPages() {
  return (
    <Routes>
      <Route index element={<MerchantsPage />} />
      <Route path="apps/:id" element={<AppPage />} />
      <Route path=":id" element={<MerchantPage />} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
}
