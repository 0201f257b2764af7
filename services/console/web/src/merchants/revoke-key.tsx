import type { ApiKeyView } from "@compose-pay/contracts";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { accessWords } from "./access-words.ts";

export function RevokeKey({
  apiKey: { id, hint },
  onRevoked,
}: {
  readonly apiKey: Pick<ApiKeyView, "id" | "hint">;
  readonly onRevoked?: () => void;
}) {
  const words = useWords(accessWords);
  const revoke = useAct("keys.revoke", ["keys.list"]);
  return (
    <ActButton
      title={words.revoke}
      question={words.revokeWhat(hint)}
      mutation={revoke}
      input={{ id }}
      button={{ danger: true, size: "small" }}
      done={() => words.revoked}
      onDone={() => {
        onRevoked?.();
      }}
    />
  );
}
