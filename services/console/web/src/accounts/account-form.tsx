import type { AccountDetail, AccountFormView } from "@compose-pay/contracts";
import { Alert, App, Button, Form, Space, Typography } from "antd";
import { useEffect } from "react";
import { useNavigate } from "react-router";
import { ConsoleProblem } from "../api/console-problem.ts";
import { useAct } from "../api/use-act.ts";
import { useWords } from "../shell/words.ts";
import { ChangedMeanwhile } from "../show/changed-meanwhile.tsx";
import { useDraft } from "../show/use-draft.ts";
import { ProblemAlert } from "../show/problem-alert.tsx";
import { AccountBasics } from "./account-basics.tsx";
import { accountInput, type AccountValues, accountValues, fieldsOf, formOf } from "./account-input.ts";
import { accountWords } from "./account-words.ts";
import { CredentialItem } from "./credential-item.tsx";

/** Asks for what the API says that an account of this channel and mode needs. */
export function AccountForm({
  forms,
  account,
}: {
  readonly forms: readonly AccountFormView[];
  /** Null for a new one. */
  readonly account: AccountDetail | null;
}) {
  const words = useWords(accountWords);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [form] = Form.useForm<AccountValues>();
  const typed = useDraft(account, (seen) => accountValues(seen, forms));
  const { draft: values, setDraft: setValues, version } = typed;
  // Fields keep what they show to themselves, and are told of what they begin anew with.
  useEffect(() => form.setFieldsValue(values), [form, version]);
  const put = useAct("accounts.put", ["accounts.list", "accounts.show", "accounts.certificates"]);
  const fields = fieldsOf(forms, values);
  const isSet = (name: string) => account?.secrets.some((one) => one.name === name && one.is_set) === true;
  const change = (changed: Partial<AccountValues>, all: AccountValues) => {
    const next = { ...values, ...all, credentials: { ...values.credentials, ...all.credentials } };
    const other = changed.channel === undefined ? undefined : formOf(forms, changed.channel);
    const begun =
      other === undefined
        ? next
        : { ...next, mode: other.modes[0]?.name ?? "", baseUrl: other.base_url ?? "" };
    if (other !== undefined) form.setFieldsValue({ mode: begun.mode, baseUrl: begun.baseUrl });
    setValues(begun);
  };
  const save = () =>
    put.mutate(accountInput(values, fields, typed.seen), {
      onSuccess: (saved) => {
        void message.success(words.saved);
        void navigate(`/accounts/${saved.id}`);
      },
      onError: (error) => form.setFields(faultsOf(error)),
    });
  return (
    <Form<AccountValues>
      form={form}
      layout="vertical"
      initialValues={values}
      onValuesChange={change}
      onFinish={save}
      style={{ maxWidth: 720 }}
    >
      {account === null ? null : (
        <Alert type="info" showIcon title={words.identityHint} style={{ marginBottom: 16 }} />
      )}
      <AccountBasics forms={forms} values={values} isNew={account === null} />
      {fields.length === 0 ? null : <Typography.Title level={3}>{words.credentials}</Typography.Title>}
      {fields.map((field) => (
        <CredentialItem
          key={field.name}
          channel={values.channel}
          field={field}
          isStored={isSet(field.name)}
          onRead={setCredential}
        />
      ))}
      <ChangedMeanwhile form={typed} mutation={put} />
      {put.isError ? <ProblemAlert error={put.error} /> : null}
      <Space style={{ marginTop: 16 }}>
        <Button type="primary" htmlType="submit" loading={put.isPending}>
          {words.save}
        </Button>
        <Button onClick={() => void navigate(account === null ? "/accounts" : `/accounts/${account.id}`)}>
          {words.cancel}
        </Button>
      </Space>
    </Form>
  );

  /** A field that is set by code tells nobody of it. */
  function setCredential(name: string, text: string) {
    form.setFieldValue(["credentials", name], text);
    setValues({ ...values, credentials: { ...values.credentials, [name]: text } });
  }
}

/** Faults of the API, at the fields that they are of. */
function faultsOf(error: unknown) {
  if (!(error instanceof ConsoleProblem)) return [];
  return error.errors.map(({ path, message }) => ({ name: fieldPath(path), errors: [message] }));
}

function fieldPath(path: string): keyof AccountValues | ["credentials", string] {
  const [first = "", second = ""] = path.split(/[.[]/);
  if (first === "credentials") return ["credentials", second];
  return first === "base_url" ? "baseUrl" : first === "live" ? "live" : first === "mode" ? "mode" : "name";
}
