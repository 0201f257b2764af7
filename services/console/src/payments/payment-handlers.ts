import { paymentExport } from "@compose-pay/application";
import { mostExportedPayments, type paymentRoutes } from "@compose-pay/contracts";
import { findListedPayments, findPaymentIds, listPaymentsNewestFirst } from "@compose-pay/database";
import { done, type HandlersOf, noSuch } from "../api/handler.ts";
import { readPageMark, writePageMark } from "../api/page-mark.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import { pageOf } from "../api/page-of.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { paymentActHandlers } from "./payment-act-handlers.ts";
import { readPaymentFilter } from "./payment-filter.ts";
import { paymentRowView } from "./payment-views.ts";
import { showPayment } from "./show-payment.ts";

/** Payments: lists, one with everything about it, and what can be done with it. */
export function paymentHandlers(deps: ConsoleDeps): HandlersOf<typeof paymentRoutes> {
  const { connection } = deps.database;
  return {
    ...paymentActHandlers(deps),
    "payments.list": async ({ input: { limit, after: written, ...asked } }) => {
      const after = readPageMark(written);
      if (after === null) return wrongCursor();
      const read = await readPaymentFilter(connection, asked);
      if (read.kind === "refused") return read;
      const rows = await listPaymentsNewestFirst(connection, { ...read.filter, after, limit: limit + 1 });
      const nextOf = ({ mark }: (typeof rows)[number]) => writePageMark(mark);
      return done(pageOf(rows, limit, { nextOf, show: paymentRowView }));
    },
    "payments.find": async ({ input: { number } }) => {
      const ids = await findPaymentIds(connection, number);
      return done({ rows: (await findListedPayments(connection, ids)).map(paymentRowView) });
    },
    "payments.show": async ({ input: { id } }) => {
      const shown = await showPayment(deps, id);
      return shown === null ? noSuch("payment") : done(shown);
    },
    "payments.export": async ({ input }) => {
      const read = await readPaymentFilter(connection, input);
      if (read.kind === "refused") return read;
      return {
        kind: "file",
        contentType: "text/csv; charset=utf-8",
        bytes: null,
        pieces: paymentExport(connection, read.filter, mostExportedPayments),
        headers: { "Content-Disposition": 'attachment; filename="payments.csv"' },
      };
    },
  };
}
