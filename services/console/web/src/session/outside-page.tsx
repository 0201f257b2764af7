import { Card } from "antd";
import type { ReactNode } from "react";
import { LanguageButton } from "../shell/language-button.tsx";
import { useWords } from "../shell/words.ts";
import { sessionWords } from "./session-words.ts";

/** One card in the middle, for who is not let in yet. */
export function OutsidePage({ children }: { readonly children: ReactNode }) {
  const { product } = useWords(sessionWords);
  return (
    <main className="outside">
      <h1>{product}</h1>
      <Card className="outside-card">{children}</Card>
      <LanguageButton />
    </main>
  );
}
