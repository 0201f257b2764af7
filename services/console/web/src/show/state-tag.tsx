import { Tag, theme } from "antd";
import type { ReactNode } from "react";

/** How something is: the words say it, the colour only helps. */
export type Tone = "good" | "waits" | "warning" | "bad" | "plain";

/** A state in colours that can be read on each other: antd's own green and gold cannot (WCAG, 4.5 to 1). */
export function StateTag({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  const { token } = theme.useToken();
  switch (tone) {
    case "good":
      return (
        <Tag color="green" style={{ color: token.green8 }}>
          {children}
        </Tag>
      );
    case "waits":
      return <Tag color="blue">{children}</Tag>;
    case "warning":
      return (
        <Tag color="gold" style={{ color: token.gold9 }}>
          {children}
        </Tag>
      );
    case "bad":
      return <Tag color="red">{children}</Tag>;
    case "plain":
      return <Tag>{children}</Tag>;
  }
}
