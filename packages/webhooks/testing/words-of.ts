/** What blanks and line ends separate: a table of short texts is easier to read without quotes. */
export function wordsOf(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
