/**
 * Something that the person at the keyboard can put right: a missing server, a busy folder, an address
 * that does not answer. The message is complete sentences meant to be shown as they are, without a stack.
 */
export class LocalStackError extends Error {
  override readonly name = "LocalStackError";
}
