/** How much of an answer the log keeps. */
export const keptBytes = 1_024;

/** Control characters but for tab and line feed: a log that people read must not steer their terminal. */
// oxlint-disable-next-line no-control-regex -- because control characters are what it looks for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * The first KiB of an answer as text that a log can keep: valid UTF-8 whatever the bytes were, a character
 * that the limit cuts left out, other faults and control characters replaced by U+FFFD.
 */
export function responseStart(answer: Buffer): string {
  const isCut = answer.length > keptBytes;
  const text = new TextDecoder().decode(answer.subarray(0, keptBytes), { stream: isCut });
  return text.replaceAll("\r\n", "\n").replaceAll(controls, "\u{fffd}");
}
