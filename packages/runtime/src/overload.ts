/** A bound of this process is reached: nothing was begun, and it may be asked for again. The message is told to clients. */
export class Overload extends Error {
  override readonly name = "Overload";
}
