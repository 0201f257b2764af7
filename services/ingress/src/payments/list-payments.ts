import { paymentObject } from "@compose-pay/application";
import { type ListPaymentsQuery, parseListPaymentsQuery } from "@compose-pay/contracts";
import { type Database, listPayments, type PaymentView } from "@compose-pay/database";
import { invalidRequest, json, listOf, unknownCursor } from "@compose-pay/http";
import type { Call, Verb } from "../merchant-call.ts";
import { findOwnPayment } from "./own-payment.ts";

/** `GET /v1/payments` */
export function listPaymentsVerb({ database }: { readonly database: Database }): Verb {
  return async ({ caller, query }) => {
    const parsed = parseListPaymentsQuery(query);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const cursor = parsed.value.starting_after;
    const after = cursor === undefined ? undefined : await findOwnPayment(database, { caller, id: cursor });
    if (after === null) return unknownCursor("payment");
    const { limit } = parsed.value;
    const views = await listPayments(database.connection, filterOf(caller, parsed.value, after));
    return json(200, listOf(views, limit, { idOf: ({ payment }) => payment.id, show: paymentObject }));
  };
}

/** One more than the page holds, to know whether there is a next one. */
function filterOf(caller: Call["caller"], query: ListPaymentsQuery, after: PaymentView | undefined) {
  return {
    appId: caller.appId,
    live: caller.live,
    orderNo: query.order_no,
    status: query.status,
    method: query.method,
    createdFrom: query.created_gte,
    createdBefore: query.created_lt,
    after: after?.payment,
    limit: query.limit + 1,
  };
}
