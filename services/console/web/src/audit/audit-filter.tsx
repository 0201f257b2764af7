import { AutoComplete, Button, Flex, Form, Input, Select } from "antd";
import { useEffect } from "react";
import { useSearchParams } from "react-router";
import { useRead } from "../api/use-read.ts";
import { WallTimeField } from "../show/wall-time-field.tsx";
import { useWords } from "../shell/words.ts";
import { auditWords } from "./audit-words.ts";
import { filterOf, withFilter } from "./filter-of.ts";

/** All that the audit can be narrowed by. */
export const auditFilterNames = ["operator", "action", "subject", "phase", "from", "until"] as const;
type FilterName = (typeof auditFilterNames)[number];
type Filter = Partial<Record<FilterName, string>>;

/** Filters that stand in the page's address. */
export function AuditFilter({ names }: { readonly names: readonly FilterName[] }) {
  const words = useWords(auditWords);
  const [params, setParams] = useSearchParams();
  const [form] = Form.useForm<Filter>();
  const empty = Object.fromEntries(names.map((name) => [name, ""]));
  const fromAddress = { ...empty, ...filterOf(params, names) };
  // The address changes by links and by going back, too.
  useEffect(() => form.setFieldsValue(fromAddress), [params]);
  return (
    <Form<Filter>
      name="audit"
      form={form}
      initialValues={fromAddress}
      onFinish={(filter) => setParams(withFilter(params, filter))}
      style={{ marginBlockEnd: 12 }}
    >
      <Flex gap="small" wrap align="center">
        {names.map((name) => (
          <Form.Item
            key={name}
            name={name}
            label={name === "from" || name === "until" ? undefined : words[name]}
            style={{ margin: 0 }}
          >
            <Control name={name} />
          </Form.Item>
        ))}
        <Button type="primary" htmlType="submit">
          {words.filter}
        </Button>
        <Button onClick={() => setParams(withFilter(params, empty))}>{words.clear}</Button>
      </Flex>
    </Form>
  );
}

/** Gets `id`, `value` and `onChange` of the form's item. */
function Control({ name, ...control }: { readonly name: FilterName }) {
  const words = useWords(auditWords);
  switch (name) {
    case "operator":
      return <Input {...control} placeholder={words.operatorHint} maxLength={254} allowClear />;
    case "subject":
      return <Input {...control} placeholder={words.subjectHint} maxLength={128} allowClear />;
    case "action":
      return <ActionControl {...control} />;
    case "phase":
      return <PhaseControl {...control} />;
    case "from":
    case "until":
      return <MomentControl label={words[name]} {...control} />;
  }
}

function ActionControl(control: object) {
  const actions = useRead("audit.actions", {});
  return (
    <AutoComplete
      {...control}
      style={{ width: 240 }}
      options={(actions.data?.actions ?? []).map((value) => ({ value }))}
      showSearch={{ filterOption: (typed, option) => option?.value.includes(typed) === true }}
      allowClear
    />
  );
}

function PhaseControl(control: object) {
  const words = useWords(auditWords);
  return (
    <Select
      {...control}
      style={{ width: 140 }}
      options={[
        { value: "", label: words.anyPhase },
        ...Object.entries(words.phases).map(([value, label]) => ({ value, label })),
      ]}
    />
  );
}

function MomentControl({
  label,
  value = "",
  onChange = () => undefined,
}: {
  readonly label: string;
  readonly value?: string;
  readonly onChange?: (moment: string) => void;
}) {
  return <WallTimeField label={label} value={value} onChange={onChange} />;
}
