import { type ContractRow, findApp, upsertContract } from "@compose-pay/database";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

type FurtherTerm = "dailyAmount" | "feeFixed" | "feeMin" | "feeMax" | "feeRounding" | "feeReturned";

export type ContractTerms = Omit<ContractRow, "updatedAt" | FurtherTerm> &
  Partial<Pick<ContractRow, FurtherTerm>>;

export type ContractPut =
  | { readonly kind: "put"; readonly contract: ContractRow }
  | { readonly kind: "app_unknown"; readonly appId: string };

/**
 * Says what an app may do with a method, in place of what was said before. Payments that were created
 * under the earlier contract stay as they are.
 *
 * @param terms amounts in fen, `minAmount` at most `maxAmount`, `feeMin` at most `feeMax`; the fee rate in basis points
 */
export async function putContract(
  deps: Pick<SetUpDependencies, "database" | "clock">,
  terms: ContractTerms,
): Promise<ContractPut> {
  const { connection } = deps.database;
  if ((await findApp(connection, terms.appId)) === null) return { kind: "app_unknown", appId: terms.appId };
  const contract: ContractRow = { ...leftOut, ...terms, updatedAt: deps.clock.now() };
  await upsertContract(connection, contract);
  return { kind: "put", contract };
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
