import type { UnpagedPaymentFilter } from "@compose-pay/application";
import type { ConsoleParsed } from "@compose-pay/contracts";
import {
  type Connection,
  listAppAges,
  mostListBranches,
  paymentListBranches,
  type PaymentsOfApps,
} from "@compose-pay/database";
import { channelOf, methods } from "@compose-pay/domain";
import { type Refused, refusedInput } from "../api/handler.ts";

/** What a list and its export are narrowed down to. */
type AskedFilter = ConsoleParsed<"payments.export">;

type FilterReading = { readonly kind: "filter"; readonly filter: UnpagedPaymentFilter } | Refused;

/** The filter with the apps that it goes through, unless it is an account; refused when they are too many for one page. */
export async function readPaymentFilter(connection: Connection, asked: AskedFilter): Promise<FilterReading> {
  const times = { createdFrom: asked.created_from, createdBefore: asked.created_before };
  const { account_id: accountId } = asked;
  if (accountId !== undefined) return { kind: "filter", filter: { accountId, ...times } };
  const filter = {
    appIds: asked.app_id === undefined ? await allAppIds(connection) : [asked.app_id],
    live: asked.live,
    only: onlyOf(asked),
    ...times,
  };
  return paymentListBranches(filter) > mostListBranches
    ? refusedInput("app_id", "must be given, because there are many apps")
    : { kind: "filter", filter };
}

function onlyOf({ status, method, channel }: AskedFilter): PaymentsOfApps["only"] {
  if (status !== undefined) return { status };
  if (method !== undefined) return { methods: [method] };
  return channel === undefined ? undefined : { methods: methods.filter((one) => channelOf(one) === channel) };
}

/** One more than there may be at most. */
export async function allAppIds(connection: Connection): Promise<readonly string[]> {
  const apps = await listAppAges(connection, { after: "", limit: mostListBranches + 1 });
  return apps.map(({ id }) => id);
}
