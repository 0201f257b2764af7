/** Markup that is safe to send. Only the `html` tag makes it. */
export type Html = { readonly markup: string };

type Part = string | number | Html | readonly Html[];

/** Fills a template. Texts and numbers are escaped; only what `html` made goes in as it is. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.reduce((text, piece, index) => text + fill(parts[index - 1]) + piece);
  return { markup };
}

function fill(part: Part | undefined): string {
  if (part === undefined) return "";
  if (typeof part === "string" || typeof part === "number") return escape(String(part));
  return "markup" in part ? part.markup : part.map((each) => each.markup).join("");
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
