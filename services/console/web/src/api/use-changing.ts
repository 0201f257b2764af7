import { useMutation, type UseMutationResult, useQueryClient } from "@tanstack/react-query";
import { useStepUp } from "../session/step-up.tsx";
import type { ReadName } from "./call.ts";
import { isProblem } from "./console-problem.ts";

/** Who has to know what became of each call. */
export interface ChangeWatch<Input> {
  /** Before anything is sent. */
  readonly onSent: (input: Input) => void;
  /** @param error null when it was done */
  readonly onAnswered: (input: Input, error: Error | null) => void;
}

/**
 * Sends what changes something, and reads again what it has changed. Where the second factor has to be given first, it is
 * asked for and it is sent once more after it; who closes that question has done nothing.
 *
 * @param changes the routes whose answers are old afterwards
 */
export function useChanging<Answer, Input>(
  send: (input: Input) => Promise<Answer>,
  changes: readonly ReadName[],
  watch?: ChangeWatch<Input>,
): UseMutationResult<Answer, Error, Input> {
  const queries = useQueryClient();
  const stepUp = useStepUp();
  return useMutation({
    mutationFn: async (input) => {
      try {
        return await send(input);
      } catch (error) {
        if (!isProblem(error, "step_up_required") || !(await stepUp())) throw error;
        return send(input);
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
