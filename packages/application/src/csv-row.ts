/** One line by RFC 4180. */
export function csvRow(fields: readonly string[]): string {
  return `${fields.map(quoted).join(",")}\r\n`;
}

/**
 * Free text that a spreadsheet would run as a formula is shown as text by an apostrophe before it (OWASP, CSV
 * injection).
 */
export function csvText(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/u.test(text) ? `'${text}` : text;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
