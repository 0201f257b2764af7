import { createHash } from "node:crypto";
import { type Database, type StatementKey, type StatementRow, upsertStatement } from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import { findHindrance, type StatementHindrance } from "./statement-hindrance.ts";
import { statementText } from "./statement-text.ts";

export interface StatementDeps {
  readonly database: Database;
  readonly clock: Clock;
}

export type StatementBuilding =
  | { readonly kind: "built"; readonly statement: StatementRow }
  /** The day is not reconciled yet; nothing is stored. */
  | { readonly kind: "not_ready"; readonly hindrance: StatementHindrance };

/**
 * Builds the statement of one app, mode and day, in place of the one there may be: one pass over its entries finds the
 * sums and the SHA-256 of the CSV, which is kept nowhere, since the books make the same bytes again.
 */
export async function buildStatement(deps: StatementDeps, key: StatementKey): Promise<StatementBuilding> {
  const { connection } = deps.database;
  const hindrance = await findHindrance(connection, key, deps.clock.now());
  if (hindrance !== null) return { kind: "not_ready", hindrance };
  const { appId, live, day } = key;
  const sums = await sumUp(statementText(connection, key));
  const statement = { appId, live, day, ...sums, builtAt: deps.clock.now() };
  await upsertStatement(connection, statement);
  return { kind: "built", statement };
}

async function sumUp(
  text: ReturnType<typeof statementText>,
): Promise<Pick<StatementRow, "sha256" | "totals">> {
  const hash = createHash("sha256");
  for (;;) {
    const piece = await text.next();
    if (piece.done === true) return { sha256: hash.digest("hex"), totals: JSON.stringify(piece.value) };
    hash.update(piece.value);
  }
}
