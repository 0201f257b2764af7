import type { Database } from "@compose-pay/database";
import { fillTable } from "./fill-table.ts";
import { asked, fill, idOf, momentOf, names } from "./list-filling.ts";
import { needleRows } from "./needle-rows.ts";

const hourMs = 3_600_000;

/** Operators, their sessions and requests, and what the logs have of them. */
export async function fillOperators(pool: Database["pool"]): Promise<void> {
  await fill(pool, "operators", "opr", { filters: { name: names } }, (index) => ({
    email: `lin${index}@example.com`,
    state: "active",
  }));
  const operators = [asked.operator, "opr_other"] as const;
  const ofEntry = {
    operator_id: operators,
    subject: [asked.subject, "pay_other"],
    action: [asked.action, "payments.ask"],
    phase: [asked.phase, "done"],
  } as const;
  await fillTable(
    pool,
    "audit_entries",
    needleRows({ filters: ofEntry }).map((row, index) => ({
      ...row,
      number: index + 1,
      at: momentOf(index),
      details: "{}",
    })),
  );
  const ofOperator = { filters: { operator_id: operators } } as const;
  await fill(pool, "login_attempts", "lga", ofOperator);
  const later = new Date(Date.now() + hourMs);
  await fill(pool, "sessions", "ses", ofOperator, (index) => ({
    token_sha256: index,
    expires_at: later,
    seen_at: later,
  }));
  const ofRequest = { state: ["waiting", "approved"] } as const;
  await fill(pool, "refund_requests", "rrq", { filters: ofRequest }, (index) => ({
    payment_id: idOf("pay", index),
    requested_by: asked.operator,
  }));
}
