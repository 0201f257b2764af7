import type { OperatorCreated, OperatorView } from "@compose-pay/contracts";
import { useState } from "react";
import type { ReadName } from "../api/call.ts";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ChangedMeanwhile } from "../show/changed-meanwhile.tsx";
import { ShownOnce } from "../show/shown-once.tsx";
import { useDraft } from "../show/use-draft.ts";
import { operatorWords } from "./operator-words.ts";
import { RoleSelect } from "./role-select.tsx";

interface OfOperator {
  readonly operator: OperatorView;
}

const changed: readonly ReadName[] = ["operators.list", "operators.show", "roles.list"];

/** What somebody else may do about an operator. */
export function OperatorActs({ operator }: OfOperator) {
  return (
    <>
      <SetRoles operator={operator} />
      {operator.state === "active" ? <Disable operator={operator} /> : <Enable operator={operator} />}
      <Reset operator={operator} />
      <RevokeSessions operator={operator} />
    </>
  );
}

function SetRoles({ operator }: OfOperator) {
  const words = useWords(operatorWords);
  const setRoles = useAct("operators.set_roles", changed);
  const form = useDraft(operator, heldRoles);
  const { roleIds } = form.draft;
  return (
    <ActButton
      title={words.setRoles}
      question={words.setRolesWhy}
      mutation={setRoles}
      input={
        roleIds.length === 0
          ? null
          : { id: operator.id, expected_version: form.seen.version, role_ids: [...roleIds] }
      }
      done={() => words.rolesSet}
      onOpen={form.begin}
    >
      <ChangedMeanwhile form={form} mutation={setRoles} />
      <label htmlFor="roles-of-operator">{words.roles}</label>
      <RoleSelect
        id="roles-of-operator"
        value={roleIds}
        onChange={(ids) => form.setDraft({ roleIds: ids })}
      />
    </ActButton>
  );
}

function heldRoles({ roles }: OperatorView): { readonly roleIds: readonly string[] } {
  return { roleIds: roles.map(({ id }) => id) };
}

function Disable({ operator }: OfOperator) {
  const words = useWords(operatorWords);
  return (
    <ActButton
      title={words.disable}
      question={words.disableWhy(operator.email)}
      mutation={useAct("operators.disable", changed)}
      input={{ id: operator.id }}
      done={() => words.disabled}
      button={{ danger: true }}
    />
  );
}

function Enable({ operator }: OfOperator) {
  const words = useWords(operatorWords);
  return (
    <ActButton
      title={words.enable}
      question={words.enableWhy(operator.email)}
      mutation={useAct("operators.enable", changed)}
      input={{ id: operator.id }}
      done={() => words.enabled}
    />
  );
}

function Reset({ operator }: OfOperator) {
  const words = useWords(operatorWords);
  const [created, setCreated] = useState<OperatorCreated | null>(null);
  return (
    <>
      <ActButton
        title={words.reset}
        question={words.resetWhy(operator.email)}
        mutation={useAct("operators.reset", changed)}
        input={{ id: operator.id }}
        done={() => words.resetDone}
        onDone={setCreated}
        button={{ danger: true }}
      />
      <ShownOnce
        title={words.passwordOf(created?.operator.email ?? "")}
        secret={created?.password ?? null}
        onClose={() => setCreated(null)}
      />
    </>
  );
}

function RevokeSessions({ operator }: OfOperator) {
  const words = useWords(operatorWords);
  return (
    <ActButton
      title={words.revokeSessions}
      question={words.revokeSessionsWhy(operator.email)}
      mutation={useAct("operators.revoke_sessions", changed)}
      input={{ id: operator.id }}
      done={({ revoked }) => words.sessionsRevoked(revoked)}
    />
  );
}
