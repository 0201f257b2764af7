import { Input } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { statementWords } from "./statement-words.ts";

/** Builds the statement of a day, or says why it cannot be built yet. */
export function BuildStatement({ appId, isLive }: { readonly appId: string; readonly isLive: boolean }) {
  const words = useWords(statementWords);
  const [day, setDay] = useState("");
  const mutation = useAct("statements.build", ["statements.list"]);
  return (
    <ActButton
      title={words.build}
      question={words.buildQuestion}
      mutation={mutation}
      input={day === "" ? null : { app_id: appId, day, live: isLive }}
      done={() => words.built}
    >
      <Input
        type="date"
        aria-label={words.day}
        value={day}
        onChange={({ target }) => setDay(target.value)}
        style={{ marginBlock: 12 }}
      />
    </ActButton>
  );
}
