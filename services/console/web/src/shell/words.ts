import { createContext, useContext } from "react";

export type Language = "zh-CN" | "en";

/**
 * The words of one area in both languages; the type of the Chinese ones is that of the English ones, so that none can be
 * left out. A word that holds something is a function.
 */
export interface Words<Dictionary> {
  readonly "zh-CN": Dictionary;
  readonly en: Dictionary;
}

export function defineWords<Dictionary>(
  zh: Dictionary,
  en: NoInfer<Widened<Dictionary>>,
): Words<Widened<Dictionary>> {
  return { "zh-CN": zh as Widened<Dictionary>, en };
}

/** A literal text of one language stands for any text. */
type Widened<Dictionary> = Dictionary extends string
  ? string
  : {
      readonly [Key in keyof Dictionary]: Dictionary[Key] extends string
        ? string
        : Dictionary[Key] extends (...given: infer Given) => string
          ? (...given: Given) => string
          : Widened<Dictionary[Key]>;
    };

export const LanguageContext = createContext<Language>("zh-CN");

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** The words in the language that the operator has chosen. */
export function useWords<Dictionary>(words: Words<Dictionary>): Dictionary {
  return words[useLanguage()];
}
