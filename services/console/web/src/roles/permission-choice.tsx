import type { Permission } from "@compose-pay/contracts";
import { Button, Checkbox, Flex, Tag } from "antd";
import type { CSSProperties } from "react";
import { useWords } from "../shell/words.ts";
import { isOfMoney, type PermissionGroup, permissionGroups } from "./permission-groups.ts";
import { permissionWords } from "./permission-words.ts";
import { roleWords } from "./role-words.ts";

/** Ant Design makes a line across the form of it. */
const legend: CSSProperties = {
  inlineSize: "auto",
  margin: 0,
  padding: "0 4px",
  border: 0,
  fontSize: 14,
  fontWeight: 600,
};

/** Every permission as a box to tick, by what it is about; a control of a form. */
export function PermissionChoice({
  value = [],
  onChange = () => undefined,
}: {
  readonly value?: readonly Permission[];
  readonly onChange?: (chosen: readonly Permission[]) => void;
}) {
  const { permissions } = useWords(roleWords);
  return (
    <div
      role="group"
      aria-label={permissions}
      style={{
        display: "grid",
        gap: 12,
        gridTemplateColumns: "repeat(auto-fill, minmax(min(100%, 300px), 1fr))",
      }}
    >
      {permissionGroups.map((group) => (
        <Group key={group.noun} group={group} chosen={value} onChange={onChange} />
      ))}
    </div>
  );
}

function Group({
  group,
  chosen,
  onChange,
}: {
  readonly group: PermissionGroup;
  readonly chosen: readonly Permission[];
  readonly onChange: (chosen: readonly Permission[]) => void;
}) {
  const words = useWords(roleWords);
  const names = useWords(permissionWords);
  const others = chosen.filter((one) => !group.permissions.includes(one));
  const own = group.permissions.filter((one) => chosen.includes(one));
  const isAll = own.length === group.permissions.length;
  const title = names.nouns[group.noun];
  return (
    <fieldset style={{ margin: 0, border: "1px solid #d5dae3", borderRadius: 4, padding: "8px 12px" }}>
      <legend style={legend}>{title}</legend>
      <Flex justify="space-between" align="center">
        <span>{words.chosen(own.length, group.permissions.length)}</span>
        <Button
          type="link"
          size="small"
          aria-label={`${title}: ${isAll ? words.none : words.all}`}
          onClick={() => onChange(isAll ? others : [...others, ...group.permissions])}
        >
          {isAll ? words.none : words.all}
        </Button>
      </Flex>
      {group.permissions.map((permission) => (
        <div key={permission}>
          <Checkbox
            checked={own.includes(permission)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, permission] : chosen.filter((one) => one !== permission))
            }
          >
            {names.permissions[permission]}{" "}
            {isOfMoney(permission) ? <Tag color="orange">{words.money}</Tag> : null}
          </Checkbox>
        </div>
      ))}
    </fieldset>
  );
}
