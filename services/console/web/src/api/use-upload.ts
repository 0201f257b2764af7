import type { ConsoleAnswer, ConsoleInput } from "@compose-pay/contracts";
import type { UseMutationResult } from "@tanstack/react-query";
import { useState } from "react";
import type { ReadName, UploadName } from "./call.ts";
import { upload } from "./upload.ts";
import { useChanging } from "./use-changing.ts";

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
  const [part, setPart] = useState(0);
  const mutation = useChanging(({ input, file }: FileToSend<Name>) => {
    setPart(0);
    return upload(name, input, { file, onProgress: setPart });
  }, changes);
  return { mutation, part };
}
