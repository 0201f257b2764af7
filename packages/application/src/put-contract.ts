import {
  type ContractRow,
  findContract,
  inTransaction,
  lockApp,
  upsertContract,
} from "@compose-pay/database";
import { holdAgainst, type SeenVersion, versionOf } from "./changed-meanwhile.ts";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

type FurtherTerm = "dailyAmount" | "feeFixed" | "feeMin" | "feeMax" | "feeRounding" | "feeReturned";

export type ContractTerms = Omit<ContractRow, "updatedAt" | FurtherTerm> &
  Partial<Pick<ContractRow, FurtherTerm>>;

export type ContractPut =
  | { readonly kind: "put"; readonly contract: ContractRow }
  | { readonly kind: "app_unknown"; readonly appId: string };

export function contractVersion({ updatedAt: _updatedAt, ...terms }: ContractRow): string {
  return versionOf(terms);
}

/**
 * Says what an app may do with a method, in place of what was said before. Payments that were created
 * under the earlier contract stay as they are.
 *
 * Contracts of an app are changed one after the other, under its lock: also where there was none yet.
 *
 * @param terms amounts in fen, `minAmount` at most `maxAmount`, `feeMin` at most `feeMax`; the fee rate in basis points
 * @throws ChangedMeanwhile
 */
export async function putContract(
  deps: Pick<SetUpDependencies, "database" | "clock">,
  { expectedVersion, ...terms }: ContractTerms & SeenVersion,
): Promise<ContractPut> {
  const { appId } = terms;
  return inTransaction(deps.database, async (transaction) => {
    if ((await lockApp(transaction, appId)) === null) return { kind: "app_unknown", appId };
    const stored = await findContract(transaction, terms);
    const version = stored === null ? null : contractVersion(stored);
    holdAgainst({ expectedVersion }, { subject: appId, version });
    const contract: ContractRow = { ...leftOut, ...terms, updatedAt: deps.clock.now() };
    await upsertContract(transaction, contract);
    return { kind: "put", contract };
  });
}

/** What a contract says that does not speak of these terms. */
const leftOut = {
  dailyAmount: null,
  feeFixed: 0,
  feeMin: 0,
  feeMax: null,
  feeRounding: "half_up",
  feeReturned: true,
} as const satisfies Pick<ContractRow, FurtherTerm>;
