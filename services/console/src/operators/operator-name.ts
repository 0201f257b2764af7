import type { OperatorRow } from "@compose-pay/database";

/** The columns that say who did something hold so many characters. */
const longestName = 128;

/**
 * Under which name an operator stands beside what he decides. Two people have two names, and one has always the same:
 * by it, nobody agrees to what he has decided himself.
 */
export function operatorName({ email, id }: Pick<OperatorRow, "email" | "id">): string {
  return Array.from(email).length <= longestName ? email : id;
}
