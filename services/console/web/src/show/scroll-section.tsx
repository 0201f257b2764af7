import type { ReactNode } from "react";

/** What may be wider than the page and scrolls by itself, with the keyboard, too. */
export function ScrollSection({
  label,
  isBusy = false,
  children,
}: {
  /** What it is of, for those who do not see it. */
  readonly label: string;
  readonly isBusy?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <section className="scroll-section" aria-label={label} aria-busy={isBusy} tabIndex={0}>
      {children}
    </section>
  );
}
