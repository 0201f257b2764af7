import { Route, Routes } from "react-router";
import { PaymentPage } from "./payment-page.tsx";
import { PaymentsPage } from "./payments-page.tsx";

export function PaymentsRoutes() {
  return (
    <Routes>
      <Route index element={<PaymentsPage />} />
      <Route path=":id" element={<PaymentPage />} />
    </Routes>
  );
}
