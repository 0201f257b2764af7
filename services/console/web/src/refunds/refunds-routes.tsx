import { Route, Routes } from "react-router";
import { RefundPage } from "./refund-page.tsx";
import { RefundsPage } from "./refunds-page.tsx";

export function RefundsRoutes() {
  return (
    <Routes>
      <Route index element={<RefundsPage />} />
      <Route path=":id" element={<RefundPage />} />
    </Routes>
  );
}
