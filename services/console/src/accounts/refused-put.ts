import type { AccountFormPut } from "@compose-pay/application";
import { noSuch, refusedInput, type Refused } from "../api/handler.ts";

type RefusedPut = Exclude<AccountFormPut, { readonly account: unknown }>;

/** Names the field that is wrong, and never what stands in it. */
export function refusedPut(put: RefusedPut): Refused {
  switch (put.kind) {
    case "account_unknown":
      return noSuch("account");
    case "name_taken":
      return refusedInput("name", "is the name of an account already");
    case "identity_differs":
      return refusedInput(
        put.field,
        "cannot be changed, because the account's payments stay where they are: create another account",
      );
    case "address_refused":
    case "invalid":
      return {
        ...refusedInput("", ""),
        errors: put.faults.map(({ field, message }) => ({ path: field, message })),
      };
  }
}
