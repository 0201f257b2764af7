import type { Database } from "@compose-pay/database";
import { fillTable } from "./fill-table.ts";
import { accounts, apps, asked, dayOf, fill, idOf, modes, momentOf, names } from "./list-filling.ts";
import { fillOperators } from "./list-people-rows.ts";
import { needleRows, needles } from "./needle-rows.ts";

/** More than there are suspended entries. */
export const suspendedDays = 5_000;

/** More accounts than two pages have; an installation has tens. */
export const accountCount = 60;

/** Fills every table that a list reads, but for apps: the lists of payments go through all of these. */
export async function fillLists(pool: Database["pool"]): Promise<void> {
  await fillPayments(pool);
  await fillReconciliation(pool);
  await fillWebhooks(pool);
  await fillMerchants(pool);
  await fillOperators(pool);
}

/** As many apps as no list of payments goes through any more. */
export async function fillApps(pool: Database["pool"]): Promise<void> {
  const filters = { merchant_id: [asked.merchant, "mer_other"], name: names } as const;
  await fill(pool, "apps", "app", { filters });
}

async function fillPayments(pool: Database["pool"]): Promise<void> {
  await fillTable(
    pool,
    "apps",
    [...apps, "app_third"].map((id) => ({ id, name: id, merchant_id: asked.merchant })),
  );
  const status = ["closed", "succeeded"] as const;
  const ofPayment = { app_id: apps, live: modes, status, method: ["wechat_native", "mock"] } as const;
  await fill(pool, "payments", "pay", { filters: ofPayment }, (index) => ({
    order_no: index,
    current_attempt_id: idOf("att", index),
    created_at: momentOf(index),
  }));
  const payments = needleRows({ filters: ofPayment });
  await fillTable(
    pool,
    "attempts",
    payments.map((_, index) => ({
      id: idOf("att", index),
      payment_id: idOf("pay", index),
      channel_account_id: index < needles ? asked.account : "acc_other",
      created_at: momentOf(index),
    })),
  );
  const ofRefund = {
    state: ["abnormal", "succeeded"],
    app_id: apps,
    live: modes,
    channel_account_id: accounts,
  } as const;
  await fill(pool, "refunds", "rfd", { filters: ofRefund }, (index) => ({
    refund_no: index,
    payment_id: idOf("pay", index),
    created_at: momentOf(index),
  }));
  const ofNotification = {
    filters: {
      verdict: ["refused", "applied"],
      channel_account_id: accounts,
      attempt_id: [idOf("att", 0), "att_other"],
    },
    rare: ["attempt_id"],
  } as const;
  await fill(pool, "channel_notifications", "ntf", ofNotification, (index) => ({
    received_at: momentOf(index),
  }));
}

async function fillReconciliation(pool: Database["pool"]): Promise<void> {
  await fillTable(
    pool,
    "channel_accounts",
    [...accounts, ...Array.from({ length: accountCount }, (_, index) => idOf("acc", index))].map((id) => ({
      id,
      name: id,
      channel: "wechat",
      enabled: 1,
    })),
  );
  const days = { day: ["2001-01-02", "2001-01-01"] } as const;
  const ofDiscrepancy = {
    state: ["open", "resolved"],
    type: ["missing_here", "fee_differs"],
    channel_account_id: accounts,
    run_id: [asked.run, "run_other"],
    ...days,
  } as const;
  await fill(pool, "discrepancies", "dsc", { filters: ofDiscrepancy }, (index) => ({
    attempt_id: idOf("att", index),
    found_at: momentOf(index),
  }));
  await fill(pool, "runs", "run", { filters: { channel_account_id: accounts } }, (index) => ({
    day: dayOf(index),
    version: 1,
    state: "has_discrepancies",
    trigger: "job",
  }));
  await fill(pool, "bills", "bil", { filters: { channel_account_id: accounts, ...days } }, (index) => ({
    version: index,
    sha256: index,
    type: "trade",
    state: "loaded",
  }));
  const ofSuspense = needleRows({ filters: { state: ["open", "resolved"], channel_account_id: accounts } });
  await fillTable(
    pool,
    "suspense",
    // The oldest day comes first in this list, so that what fits is the newest.
    ofSuspense.map((row, index) => ({ ...row, out_no: index, day: dayOf(suspendedDays - index) })),
  );
  const ofStatement = needleRows({ filters: { app_id: apps, live: modes } });
  await fillTable(
    pool,
    "statements",
    ofStatement.map((row, index) => ({ ...row, day: dayOf(index), totals: "{}" })),
  );
  await fill(pool, "job_runs", "jbr", { filters: { job_name: [asked.job, "stuck-work"] } }, () => ({
    outcome: "succeeded",
  }));
  const ofOrder = { channel_account_id: accounts, operation_class: ["create", "query"] } as const;
  await fill(pool, "circuit_orders", "cor", { filters: ofOrder }, () => ({ mode: "auto" }));
}

async function fillWebhooks(pool: Database["pool"]): Promise<void> {
  const ofEvent = { app_id: apps, live: modes, payment_id: [asked.payment, "pay_other"] } as const;
  await fill(pool, "events", "evt", { filters: ofEvent }, (index) => ({
    sequence: index,
    created_at: momentOf(index),
    body: "{}",
  }));
  const ofDelivery = { endpoint_id: [asked.endpoint, null], state: ["retrying", "succeeded"] } as const;
  await fill(pool, "deliveries", "dlv", { filters: ofDelivery }, (index, row) => ({
    event_id: idOf("evt", index),
    endpoint_id: row["endpoint_id"] ?? `ep_other_${index}`,
    failing: row["state"] === "retrying" ? "retrying" : null,
    created_at: momentOf(index),
  }));
  const exhausted = Array.from({ length: needles }, (_, index) => ({
    id: idOf("dlv_e", index),
    event_id: idOf("evt", 1_000 + index),
    endpoint_id: asked.endpoint,
    state: "exhausted",
    failing: "exhausted",
    created_at: momentOf(index),
  }));
  await fillTable(pool, "deliveries", exhausted);
  // An app has a hundred endpoints at the most.
  const ofEndpoint = {
    filters: { app_id: apps, status: ["disabled", "enabled"] },
    rare: ["app_id"],
  } as const;
  await fill(pool, "webhook_endpoints", "ep", ofEndpoint, () => ({
    event_types: "[]",
    url: "https://a.example",
  }));
  await fillTable(pool, "webhook_endpoints", [
    {
      id: asked.endpoint,
      app_id: "app_other",
      status: "enabled",
      event_types: "[]",
      url: "https://a.example",
    },
  ]);
  await fillTargets(pool);
}

const hourMs = 3_600_000;

/** In the two lists of targets, those that fit stand behind many that do not; nothing is due that is not on its way. */
async function fillTargets(pool: Database["pool"]): Promise<void> {
  const soon = Date.now() + hourMs;
  const dueAt = (index: number) => new Date(soon + index);
  const many = 400;
  const well = Array.from({ length: many }, (_, index) => ({ id: idOf("ep_w", index), app_id: asked.app }));
  const own = Array.from({ length: many }, (_, index) => ({
    id: idOf("own", index),
    app_id: index % 2 === 0 ? asked.app : "app_other",
    failing_since: momentOf(index),
  }));
  const failing = Array.from({ length: needles }, (_, index) => ({
    id: idOf("ep", index),
    app_id: asked.app,
    failures: 3,
    failing_since: momentOf(many + index),
  }));
  await fillTable(
    pool,
    "delivery_targets",
    [...well, ...own, ...failing].map((row, index) => ({
      failing_since: null,
      failures: 0,
      ...row,
      due_at: dueAt(index),
    })),
  );
}

async function fillMerchants(pool: Database["pool"]): Promise<void> {
  await fill(pool, "merchants", "mer", { filters: { name: names } }, () => ({ status: "active" }));
  const ofApp = { filters: { app_id: apps } } as const;
  await fill(pool, "api_keys", "key", ofApp, (index) => ({ sha256: index }));
  await fill(pool, "ip_rules", "ipr", ofApp, (index) => ({ cidr: `10.0.0.0/${index}` }));
  await fill(pool, "routes", "rte", ofApp, (index) => ({
    channel_account_id: idOf("acc", index),
    method: "mock",
  }));
  const methods = ["mock", "wechat_native"];
  await fillTable(
    pool,
    "contracts",
    [...apps, ...Array.from({ length: 500 }, (_, index) => idOf("app", index))].flatMap((app) =>
      methods.map((method) => ({ app_id: app, method })),
    ),
  );
}
