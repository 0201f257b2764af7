import { buildStatement } from "@compose-pay/application";
import { type BookEntryRow, insertBookEntries } from "@compose-pay/database";
import type { Api } from "./api-client.ts";
import { paymentParameters } from "./api-client.ts";
import type { IngressStage } from "./ingress-stage.ts";
import type { TestApp } from "./test-app.ts";

/** A day that is over, whose statements are ready as soon as they are built. */
export const day = "2026-01-31";

/** Books so many payments of a day, all of one order of the app. */
export async function bookPayments(
  { database }: Pick<IngressStage, "database">,
  { api, app }: { readonly api: Api; readonly app: TestApp },
  { count, subject = "Tea" }: { readonly count: number; readonly subject?: string },
): Promise<void> {
  const json = paymentParameters({ subject });
  const made = await api("POST", "/v1/payments", { key: app.key, json, headers: { prefer: "wait=0" } });
  const entry: Omit<BookEntryRow, "outNo"> = {
    channelAccountId: app.accountIds["mock"] ?? "",
    day,
    kind: "payment",
    appId: app.appId,
    live: false,
    paymentId: String(made.body["id"]),
    method: "mock",
    amount: 100,
    fee: 1,
    channelNo: "4200",
    occurredAt: new Date("2026-01-31T08:00:00.000Z"),
    bookedAt: new Date("2026-01-31T08:00:01.000Z"),
  };
  const first = Math.floor(Math.random() * 1_000_000) * 1_000_000;
  for (let from = 0; from < count; from += 1_000) {
    const some = Array.from({ length: Math.min(1_000, count - from) }, (_, index) => ({
      ...entry,
      outNo: `att_${String(first + from + index).padStart(16, "0")}`,
    }));
    await insertBookEntries(database.connection, some);
  }
}

/** Builds the app's test statement of the day. */
export async function buildFor({ database }: Pick<IngressStage, "database">, appId: string): Promise<void> {
  const clock = { now: () => new Date("2026-02-02T00:00:00.000Z") };
  const built = await buildStatement({ database, clock }, { appId, live: false, day });
  if (built.kind !== "built") throw new Error(built.kind);
}
