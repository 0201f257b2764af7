import { refundObject } from "@compose-pay/application";
import { type ListRefundsQuery, parseListRefundsQuery } from "@compose-pay/contracts";
import { type Database, listRefunds, type RefundView } from "@compose-pay/database";
import { invalidRequest, json, listOf, unknownCursor } from "@compose-pay/http";
import type { Call, Verb } from "../merchant-call.ts";
import { findOwnRefund, shownKinds } from "./own-refund.ts";

/** `GET /v1/refunds` */
export function listRefundsVerb({ database }: { readonly database: Database }): Verb {
  return async ({ caller, query }) => {
    const parsed = parseListRefundsQuery(query);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const cursor = parsed.value.starting_after;
    const after = cursor === undefined ? undefined : await findOwnRefund(database, { caller, id: cursor });
    if (after === null) return unknownCursor("refund");
    const { limit } = parsed.value;
    const views = await listRefunds(database.connection, filterOf(caller, parsed.value, after));
    return json(200, listOf(views, limit, { idOf: ({ refund }) => refund.id, show: refundObject }));
  };
}

/** One more than the page holds, to know whether there is a next one. */
function filterOf(caller: Call["caller"], query: ListRefundsQuery, after: RefundView | undefined) {
  return {
    appId: caller.appId,
    live: caller.live,
    refundNo: query.refund_no,
    paymentId: query.payment_id,
    kinds: shownKinds,
    after: after?.refund,
    limit: query.limit + 1,
  };
}
