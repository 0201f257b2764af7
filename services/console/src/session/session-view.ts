import type { SessionView } from "@compose-pay/contracts";
import type { SessionRow } from "@compose-pay/database";

export function sessionView(row: SessionRow): SessionView {
  return {
    id: row.id,
    address: row.address,
    user_agent: row.userAgent,
    created_at: row.createdAt.toISOString(),
    seen_at: row.seenAt.toISOString(),
  };
}
