import { createOperator, ensureRoles, resetOperator, verifyPassword } from "@compose-pay/application";
import { type Database, findOperatorByEmail, openDatabase } from "@compose-pay/database";
import { LocalStackError } from "@compose-pay/local-stack";
import { newId, systemClock } from "@compose-pay/runtime";

/** Who may sign in to the demo's console. */
export interface SeededOperator {
  readonly email: string;
  /** Null when somebody has changed it. */
  readonly password: string | null;
}

const email = "operator@example.com";

/**
 * Makes the demo's operator, who may do everything, with a password that chance has made.
 *
 * @param before what an earlier start has told; a password that still works is kept
 */
export async function seedOperator(
  databaseUrl: string,
  before: { readonly email: string; readonly password: string } | null,
): Promise<SeededOperator> {
  const database = openDatabase({ url: databaseUrl, poolSize: 2 });
  try {
    const operator = await findOperatorByEmail(database.connection, email);
    if (operator === null) return await createFirst(database);
    if (before !== null) {
      const isKept = await verifyPassword(before.password, operator.passwordHash);
      return { email, password: isKept ? before.password : null };
    }
    // Nobody knows it any more: the file of the earlier start is gone.
    const reset = await resetOperator({ database, clock: systemClock, newId }, operator.id);
    return { email, password: reset.password };
  } finally {
    await database.close();
  }
}

async function createFirst(database: Database): Promise<SeededOperator> {
  const deps = { database, clock: systemClock, newId };
  const roles = await ensureRoles(deps);
  const roleIds = roles.filter(({ name }) => name === "administrator").map(({ id }) => id);
  const created = await createOperator(deps, {
    email,
    name: "Operator",
    roleIds,
    timeZone: "Asia/Shanghai",
    mustChangePassword: false,
  });
  if (created.kind !== "created") throw new LocalStackError(`The operator was not created: ${created.kind}`);
  return { email, password: created.password };
}
