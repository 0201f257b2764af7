import type { ConsoleAnswer, ConsoleInput } from "@compose-pay/contracts";
import type { UseMutationResult } from "@tanstack/react-query";
import { act, type ActName, type ReadName } from "./call.ts";
import { type ChangeWatch, useChanging } from "./use-changing.ts";

/** Does something, as `useChanging` does. @param changes the routes whose answers are old afterwards */
export function useAct<Name extends ActName>(
  name: Name,
  changes: readonly ReadName[],
  watch?: ChangeWatch<ConsoleInput<Name>>,
): UseMutationResult<ConsoleAnswer<Name>, Error, ConsoleInput<Name>> {
  return useChanging((input: ConsoleInput<Name>) => act(name, input), changes, watch);
}
