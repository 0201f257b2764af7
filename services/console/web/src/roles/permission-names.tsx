import type { Permission } from "@compose-pay/contracts";
import { Tag } from "antd";
import { useWords } from "../shell/words.ts";
import { isOfMoney } from "./permission-groups.ts";
import { permissionWords } from "./permission-words.ts";
import { roleWords } from "./role-words.ts";

/** Permissions by name; those that move money say so. */
export function PermissionNames({ permissions }: { readonly permissions: readonly Permission[] }) {
  const names = useWords(permissionWords);
  const { money } = useWords(roleWords);
  return (
    <ul style={{ margin: 0, paddingInlineStart: 20 }}>
      {permissions.map((permission) => (
        <li key={permission}>
          {names.permissions[permission]} {isOfMoney(permission) ? <Tag color="orange">{money}</Tag> : null}
        </li>
      ))}
    </ul>
  );
}
