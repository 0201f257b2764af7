import type { ConsoleAnswer } from "@compose-pay/contracts";
import { Checkbox, Flex, Input } from "antd";
import { useState } from "react";
import { useAct } from "../api/use-act.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { AccountSelect } from "./account-select.tsx";
import { reconciliationWords } from "./reconciliation-words.ts";

/** Begins a run, of this account and day where they are given. */
export function StartRun({ of }: { readonly of?: { readonly accountId: string; readonly day: string } }) {
  const words = useWords(reconciliationWords);
  const may = useMay("reconciliation.act");
  const [account, setAccount] = useState(of?.accountId ?? "");
  const [day, setDay] = useState(of?.day ?? "");
  const [isRepeat, setRepeat] = useState(false);
  const mutation = useAct("runs.start", [
    "reconciliation.calendar",
    "runs.list",
    "runs.show",
    "suspense.list",
  ]);
  if (!may) return null;
  const isWhole = account !== "" && day !== "";
  return (
    <ActButton
      title={words.start}
      question={words.startWhat}
      mutation={mutation}
      input={isWhole ? { account_id: account, day, is_repeat: isRepeat } : null}
      done={({ run, is_new }: ConsoleAnswer<"runs.start">) => (is_new ? words.started : words.goesOn)(run.id)}
    >
      <Flex vertical gap="small" style={{ marginBlock: 12 }}>
        <AccountSelect value={account} onChange={setAccount} />
        <Input
          type="date"
          aria-label={words.day}
          value={day}
          onChange={({ target }) => setDay(target.value)}
        />
        <Checkbox checked={isRepeat} onChange={({ target }) => setRepeat(target.checked)}>
          {words.repeat}
        </Checkbox>
      </Flex>
    </ActButton>
  );
}
