import { useMutation, type UseMutationResult, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { act } from "../api/call.ts";
import { ConsoleProblem } from "../api/console-problem.ts";
import type { MovingAct } from "./stuck-kind.ts";

/** What became of one row; `problem` is null for one that was taken. */
export interface Moved {
  readonly id: string;
  readonly problem: ConsoleProblem | null;
}

export interface Moving {
  readonly mutation: UseMutationResult<readonly Moved[], Error, readonly string[]>;
  /** How many have an answer so far. */
  readonly answered: number;
}

/** Acts on one row after the other, so that each has its own entry in the audit and its own answer. */
export function useMoving(name: MovingAct): Moving {
  const queries = useQueryClient();
  const [answered, setAnswered] = useState(0);
  const mutation = useMutation({
    mutationFn: async (ids: readonly string[]) => {
      const moved: Moved[] = [];
      for (const id of ids) {
        setAnswered(moved.length);
        moved.push({ id, problem: await problemOf(name, id) });
      }
      return moved;
    },
    onSettled: () => {
      for (const changed of ["stuck.list", "dashboard.show"])
        void queries.invalidateQueries({ queryKey: [changed] });
    },
  });
  return { mutation, answered };
}

async function problemOf(name: MovingAct, id: string): Promise<ConsoleProblem | null> {
  try {
    await act(name, { id });
    return null;
  } catch (error) {
    if (error instanceof ConsoleProblem) return error;
    throw error;
  }
}
