import type { ConsoleAnswer, ConsoleInput } from "@compose-pay/contracts";
import { useMutation, type UseMutationResult, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ReadName, UploadName } from "./call.ts";
import { useStepUp } from "../session/step-up.tsx";
import { isProblem } from "./console-problem.ts";
import { upload } from "./upload.ts";

export interface FileToSend<Name extends UploadName> {
  readonly input: ConsoleInput<Name>;
  readonly file: Blob;
}

export interface Uploading<Name extends UploadName> {
  readonly mutation: UseMutationResult<ConsoleAnswer<Name>, Error, FileToSend<Name>>;
  /** How much has gone, from 0 to 1; at 1 the answer is waited for. */
  readonly part: number;
}

/** Sends a file, and reads again what it has changed. @param changes the routes whose answers are old afterwards */
export function useUpload<Name extends UploadName>(
  name: Name,
  changes: readonly ReadName[],
): Uploading<Name> {
  const queries = useQueryClient();
  const stepUp = useStepUp();
  const [part, setPart] = useState(0);
  const mutation = useMutation<ConsoleAnswer<Name>, Error, FileToSend<Name>>({
    mutationFn: async ({ input, file }) => {
      const send = () => {
        setPart(0);
        return upload(name, input, { file, onProgress: setPart });
      };
      try {
        return await send();
      } catch (error) {
        if (!isProblem(error, "step_up_required") || !(await stepUp())) throw error;
        return send();
      }
    },
    onSettled: () => {
      for (const changed of changes) void queries.invalidateQueries({ queryKey: [changed] });
    },
  });
  return { mutation, part };
}
