import { Alert } from "antd";
import { useWords } from "../shell/words.ts";
import { When } from "../show/when.tsx";
import { accessWords } from "./access-words.ts";

/** What another rotation would end at once, where there is such a secret. */
export function RotateWarning({ until }: { readonly until: string | null }) {
  const words = useWords(accessWords);
  if (until === null) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={words.previousSigns}
      description={
        <>
          {words.previousUntil} <When at={until} />
        </>
      }
    />
  );
}
