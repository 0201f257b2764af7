import type { Language } from "./words.ts";

const storedAs = "compose_pay_language";

/** Chinese, unless English was chosen. */
export function languageOf(stored: string | null): Language {
  return stored === "en" ? "en" : "zh-CN";
}

/** What was chosen in this browser. */
export function storedLanguage(): Language {
  try {
    return languageOf(localStorage.getItem(storedAs));
  } catch {
    // A browser that keeps nothing for pages throws.
    return languageOf(null);
  }
}

export function storeLanguage(language: Language): void {
  try {
    localStorage.setItem(storedAs, language);
  } catch {
    // It holds until the page is loaded again.
  }
}
