/** The end of what a run has said. */
export interface JobOutput {
  readonly say: (line: string) => void;
  /** The last 16 KiB in whole characters. */
  text(): string;
  /** What has come since it was asked last; null when nothing has. */
  takeChange(): string | null;
}

const mostBytes = 16 * 1_024;

export function createJobOutput(): JobOutput {
  let kept = "";
  let isChanged = false;
  return {
    say: (line) => {
      kept = tailOf(`${kept}${line}\n`);
      isChanged = true;
    },
    text: () => kept,
    takeChange: () => {
      if (!isChanged) return null;
      isChanged = false;
      return kept;
    },
  };
}

function tailOf(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= mostBytes) return text;
  let start = bytes.length - mostBytes;
  // Not into the middle of a character: the bytes of one go on with 10xxxxxx (RFC 3629).
  while (start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return bytes.subarray(start).toString();
}
