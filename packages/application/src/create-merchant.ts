import { insertMerchant, type MerchantRow } from "@compose-pay/database";
import type { SetUpDependencies } from "./set-up-dependencies.ts";

/** Creates an active merchant. Names are for people and need not differ. */
export async function createMerchant(
  deps: Pick<SetUpDependencies, "database" | "clock" | "newId">,
  input: { readonly name: string },
): Promise<MerchantRow> {
  const createdAt = deps.clock.now();
  const merchant: MerchantRow = {
    id: deps.newId("mer", createdAt),
    name: input.name,
    status: "active",
    createdAt,
  };
  await insertMerchant(deps.database.connection, merchant);
  return merchant;
}
