import { LocalStackError } from "./local-stack-error.ts";

/**
 * Waits for all, also when one fails, so that nothing is still starting when the caller cleans up. Then throws
 * the failure; several that are meant for people become one LocalStackError.
 */
export async function settleAll(tasks: readonly Promise<unknown>[]): Promise<void> {
  const failures = (await Promise.allSettled(tasks)).flatMap((task) =>
    task.status === "rejected" ? [task.reason as unknown] : [],
  );
  if (failures.length === 0) return;
  const sentences = failures.map((failure) =>
    failure instanceof LocalStackError ? failure.message : undefined,
  );
  if (failures.length === 1 || sentences.includes(undefined)) {
    throw failures[sentences.indexOf(undefined)] ?? failures[0];
  }
  throw new LocalStackError(sentences.join("\n"), { cause: new AggregateError(failures) });
}
