/** A member of a JSON object: where its value stands in the source, end exclusive. */
export interface JsonMember {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The members of the outermost object of a JSON text, with the position of each value. Alipay signs the
 * exact source of one member, so it must be cut out, never parsed and written again.
 *
 * @param text one character per byte (latin1), so that positions are byte positions
 * @returns null when the text is no object, or broken on its outermost level
 */
export function jsonMembers(text: string): readonly JsonMember[] | null {
  let at = skipSpace(text, 0);
  if (text[at] !== "{") return null;
  at = skipSpace(text, at + 1);
  if (text[at] === "}") return isAtEnd(text, at + 1) ? [] : null;
  const members: JsonMember[] = [];
  for (;;) {
    const member = memberAt(text, at);
    if (member === null) return null;
    members.push(member);
    at = skipSpace(text, member.end);
    if (text[at] === "}") return isAtEnd(text, at + 1) ? members : null;
    if (text[at] !== ",") return null;
    at = skipSpace(text, at + 1);
  }
}

function memberAt(text: string, at: number): JsonMember | null {
  const keyEnd = text[at] === '"' ? stringEnd(text, at) : null;
  if (keyEnd === null) return null;
  const colon = skipSpace(text, keyEnd);
  if (text[colon] !== ":") return null;
  const start = skipSpace(text, colon + 1);
  const end = valueEnd(text, start);
  return end === null ? null : { key: text.slice(at + 1, keyEnd - 1), start, end };
}

function valueEnd(text: string, start: number): number | null {
  const first = text[start];
  if (first === '"') return stringEnd(text, start);
  if (first === "{" || first === "[") return nestedEnd(text, start);
  const scalar = /[-+.\w]+/y;
  scalar.lastIndex = start;
  return scalar.test(text) ? scalar.lastIndex : null;
}

function nestedEnd(text: string, start: number): number | null {
  let depth = 0;
  for (let at = start; at < text.length;) {
    const character = text[at];
    if (character === '"') {
      const end = stringEnd(text, at);
      if (end === null) return null;
      at = end;
      continue;
    }
    if (character === "{" || character === "[") depth += 1;
    if (character === "}" || character === "]") depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return null;
}

function stringEnd(text: string, quote: number): number | null {
  for (let at = quote + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return null;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t" || text[at] === "\n" || text[at] === "\r") at += 1;
  return at;
}

function isAtEnd(text: string, from: number): boolean {
  return skipSpace(text, from) === text.length;
}
