import {
  inTransaction,
  lockMerchant,
  type MerchantRow,
  type MerchantStatus,
  updateMerchantStatus,
} from "@compose-pay/database";
import { holdAgainst, type SeenVersion, versionOf } from "./changed-meanwhile.ts";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

export function merchantVersion({ name, status }: MerchantRow): string {
  return versionOf({ name, status });
}

export type MerchantFrozen =
  | { readonly kind: "changed"; readonly merchant: MerchantRow }
  | { readonly kind: "unchanged"; readonly merchant: MerchantRow }
  | { readonly kind: "merchant_unknown"; readonly merchantId: string };

/** A frozen merchant's calls are refused (`merchant_frozen`); what was begun before goes on to its end. @throws ChangedMeanwhile */
export async function freezeMerchant(
  deps: Pick<SetUpDependencies, "database">,
  merchantId: string,
  seen: SeenVersion = {},
): Promise<MerchantFrozen> {
  return setStatus(deps, { merchantId, ...seen }, "frozen");
}

/** Takes its calls again. @throws ChangedMeanwhile */
export async function unfreezeMerchant(
  deps: Pick<SetUpDependencies, "database">,
  merchantId: string,
  seen: SeenVersion = {},
): Promise<MerchantFrozen> {
  return setStatus(deps, { merchantId, ...seen }, "active");
}

async function setStatus(
  deps: Pick<SetUpDependencies, "database">,
  { merchantId, ...seen }: { readonly merchantId: string } & SeenVersion,
  status: MerchantStatus,
): Promise<MerchantFrozen> {
  return inTransaction(deps.database, async (transaction) => {
    const merchant = await lockMerchant(transaction, merchantId);
    if (merchant === null) return { kind: "merchant_unknown", merchantId };
    holdAgainst(seen, { subject: merchantId, version: merchantVersion(merchant) });
    if (merchant.status === status) return { kind: "unchanged", merchant };
    await updateMerchantStatus(transaction, merchantId, status);
    return { kind: "changed", merchant: { ...merchant, status } };
  });
}
