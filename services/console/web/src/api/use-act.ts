import type { ConsoleAnswer, ConsoleInput } from "@compose-pay/contracts";
import { useMutation, type UseMutationResult, useQueryClient } from "@tanstack/react-query";
import { act, type ActName, type ReadName } from "./call.ts";
import { isProblem } from "./console-problem.ts";
import { useStepUp } from "../session/step-up.tsx";

/** Who has to know what became of each call. */
export interface ActWatch<Input> {
  /** Before anything is sent. */
  readonly onSent: (input: Input) => void;
  /** @param error null when it was done */
  readonly onAnswered: (input: Input, error: Error | null) => void;
}

/**
 * Does something, and reads again what it has changed. Where the second factor has to be given first, it is asked for and
 * the act is done after it; who closes that question has done nothing.
 *
 * @param changes the routes whose answers are old afterwards
 */
export function useAct<Name extends ActName>(
  name: Name,
  changes: readonly ReadName[],
  watch?: ActWatch<ConsoleInput<Name>>,
): UseMutationResult<ConsoleAnswer<Name>, Error, ConsoleInput<Name>> {
  const queries = useQueryClient();
  const stepUp = useStepUp();
  return useMutation({
    mutationFn: async (input) => {
      try {
        return await act(name, input);
      } catch (error) {
        if (!isProblem(error, "step_up_required") || !(await stepUp())) throw error;
        return act(name, input);
      }
    },
    onMutate: (input) => watch?.onSent(input),
    // Not waited for: the button that acts may be gone with what is read anew, and has to say what happened before.
    onSettled: (_, error, input) => {
      watch?.onAnswered(input, error);
      for (const changed of changes) void queries.invalidateQueries({ queryKey: [changed] });
    },
  });
}
