import {
  inTransaction,
  lockMerchant,
  type MerchantRow,
  type MerchantStatus,
  updateMerchantStatus,
} from "@compose-pay/database";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

export type MerchantFrozen =
  | { readonly kind: "changed"; readonly merchant: MerchantRow }
  | { readonly kind: "unchanged"; readonly merchant: MerchantRow }
  | { readonly kind: "merchant_unknown"; readonly merchantId: string };

/** A frozen merchant's calls are refused (`merchant_frozen`); what was begun before goes on to its end. */
export async function freezeMerchant(
  deps: Pick<SetUpDependencies, "database">,
  merchantId: string,
): Promise<MerchantFrozen> {
  return setStatus(deps, merchantId, "frozen");
}

export async function unfreezeMerchant(
  deps: Pick<SetUpDependencies, "database">,
  merchantId: string,
): Promise<MerchantFrozen> {
  return setStatus(deps, merchantId, "active");
}

async function setStatus(
  deps: Pick<SetUpDependencies, "database">,
  merchantId: string,
  status: MerchantStatus,
): Promise<MerchantFrozen> {
  return inTransaction(deps.database, async (transaction) => {
    const merchant = await lockMerchant(transaction, merchantId);
    if (merchant === null) return { kind: "merchant_unknown", merchantId };
    if (merchant.status === status) return { kind: "unchanged", merchant };
    await updateMerchantStatus(transaction, merchantId, status);
    return { kind: "changed", merchant: { ...merchant, status } };
  });
}
