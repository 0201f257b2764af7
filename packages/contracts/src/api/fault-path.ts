/** Longest part of a path that is told, in UTF-16 units: a key can be as long as the body. */
const longestKey = 64;

/** Writes a path as one would in JavaScript: `payer.openid`, `data[0]`, `metadata["two words"]`. */
export function faultPath(path: readonly PropertyKey[]): string {
  return path.map((part, index) => partText(part, index === 0)).join("");
}

function partText(part: PropertyKey, isFirst: boolean): string {
  if (typeof part === "number") return `[${part}]`;
  const key = String(part);
  if (!/^[A-Za-z_$][\w$]*$/.test(key) || key.length > longestKey)
    return `[${JSON.stringify(shortened(key))}]`;
  return isFirst ? key : `.${key}`;
}

function shortened(key: string): string {
  return key.length > longestKey ? `${key.slice(0, longestKey)}…` : key;
}
