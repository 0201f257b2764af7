import type { ReactNode } from "react";

/** What is wider than the page, and holds nothing that one could step to: it scrolls by the keyboard, too. */
export function ScrollBox({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div role="region" aria-label={label} tabIndex={0} style={{ overflowX: "auto" }}>
      {children}
    </div>
  );
}
