import type { RouteView } from "@compose-pay/contracts";
import { Checkbox, Form, Input, InputNumber, Select } from "antd";
import { useAct } from "../api/use-act.ts";
import { useRead } from "../api/use-read.ts";
import { stateWords } from "../show/state-words.ts";
import { useMay } from "../session/session-context.ts";
import { useWords } from "../shell/words.ts";
import { ActButton } from "../show/act-button.tsx";
import { ChangedMeanwhile } from "../show/changed-meanwhile.tsx";
import { DraftForm } from "../show/draft-form.tsx";
import { useDraft } from "../show/use-draft.ts";
import { routeDraft, routeInput } from "./route-draft.ts";
import { termsWords } from "./terms-words.ts";
import { YuanField } from "./yuan-field.tsx";

/** Lets an account serve a method, or changes how; which account and method a route is of does not change. */
export function PutRoute({ appId, route }: { readonly appId: string; readonly route: RouteView | null }) {
  const words = useWords(termsWords);
  const put = useAct("routes.put", ["routes.list"]);
  const form = useDraft(route, routeDraft);
  return (
    <ActButton
      title={route === null ? words.addRoute : words.edit}
      question={words.routeWhat}
      mutation={put}
      input={routeInput({ appId, version: form.version }, form.draft)}
      button={route === null ? { type: "primary" } : { size: "small" }}
      done={() => words.routePut}
      onOpen={form.begin}
    >
      <ChangedMeanwhile form={form} mutation={put} />
      <DraftForm key={form.version} draft={form.draft} onChange={form.setDraft}>
        {route === null ? <RouteKeyFields appId={appId} /> : null}
        <Form.Item name="priority" label={words.priority} extra={words.priorityHint} required>
          <InputNumber min={0} max={1_000_000} precision={0} />
        </Form.Item>
        <YuanField name="min" label={words.min} hint={words.windowHint} />
        <YuanField name="max" label={words.max} />
        <Form.Item name="enabled" valuePropName="checked">
          <Checkbox>{words.isRouteEnabled}</Checkbox>
        </Form.Item>
      </DraftForm>
    </ActButton>
  );
}

/** The account is chosen from the newest ones where these may be seen, and typed where not. */
function RouteKeyFields({ appId }: { readonly appId: string }) {
  const words = useWords(termsWords);
  const { method: methods } = useWords(stateWords);
  const maySeeAccounts = useMay("accounts.read");
  const contracts = useRead("contracts.list", { app_id: appId });
  const accounts = useRead("accounts.list", { limit: "100" }, { isOn: maySeeAccounts });
  return (
    <>
      <Form.Item name="method" label={words.method} required>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          loading={contracts.isLoading}
          options={contracts.data?.methods.map((method) => ({ value: method, label: methods[method] })) ?? []}
        />
      </Form.Item>
      <Form.Item name="accountId" label={words.account} extra={words.accountHint} required>
        {accounts.data === undefined ? (
          <Input maxLength={32} autoComplete="off" spellCheck={false} />
        ) : (
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={accounts.data.rows.map(({ id, name, channel }) => ({
              value: id,
              label: `${name} · ${channel} · ${id}`,
            }))}
          />
        )}
      </Form.Item>
    </>
  );
}
