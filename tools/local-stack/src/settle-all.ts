import { LocalStackError } from "./local-stack-error.ts";

/**
 * Waits for all, also when one fails, so that nothing is still starting when the caller cleans up. Then throws
 * the failure; several that are meant for people become one LocalStackError.
 */
export async function settleAll(tasks: readonly Promise<unknown>[]): Promise<void> {
  const failures: readonly unknown[] = (await Promise.allSettled(tasks))
    .filter((task) => task.status === "rejected")
    .map((task): unknown => task.reason);
  const sentences = failures.filter((failure) => failure instanceof LocalStackError);
  if (failures.length > 1 && sentences.length === failures.length) {
    const message = sentences.map((sentence) => sentence.message).join("\n");
    throw new LocalStackError(message, { cause: new AggregateError(failures) });
  }
  const unexpected = failures.find((failure) => !(failure instanceof LocalStackError));
  if (failures.length > 0) throw unexpected ?? failures[0];
}
