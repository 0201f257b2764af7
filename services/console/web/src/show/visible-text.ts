/**
 * Text of others with what cannot be seen made visible: control characters, and those that turn the direction of writing
 * so that it reads as something else. Line breaks and tabs stay.
 */
export function visibleText(text: string): string {
  return text.replace(/[^\P{C}\n\r\t]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16).padStart(4, "0")}}`;
  });
}
