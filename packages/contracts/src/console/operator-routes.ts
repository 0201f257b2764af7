import { z } from "zod";
import { lineOf, idOf, nameSearch, page, type Page, seenVersion, type Versioned } from "./console-input.ts";
import { answerOf, type ConsoleRoute, noInput } from "./console-route.ts";
import { isPermission, type Permission, permissions } from "./permission.ts";

export interface OperatorView extends Versioned {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly state: "active" | "disabled";
  readonly has_second_factor: boolean;
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  /** No sign-in is looked at before; null when it may be tried. */
  readonly locked_until: string | null;
  readonly created_at: string;
}

export interface OperatorCreated {
  readonly operator: OperatorView;
  /** Shown once; has to be changed at the first sign-in. */
  readonly password: string;
}

export interface RoleView extends Versioned {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
  /** Operators who have it. */
  readonly operators: number;
}

export interface SessionView {
  readonly id: string;
  readonly address: string;
  readonly user_agent: string;
  readonly created_at: string;
  readonly seen_at: string;
}

const operatorId = idOf("opr");
const roleId = idOf("rol");
const roleIds = z.array(roleId).min(1, "must name a role").max(20, "must be at most 20 roles");
const roleFields = {
  name: lineOf(64),
  description: lineOf(255),
  permissions: z
    .array(z.string().refine((name) => isPermission(name), `must be one of ${permissions.join(", ")}`))
    .max(permissions.length)
    .transform((names) => names.filter((name) => isPermission(name))),
};

export const operatorRoutes = {
  "operators.list": {
    kind: "read",
    access: "operators.read",
    input: z.strictObject({ ...page, name: nameSearch(64) }),
    answer: answerOf<Page<OperatorView>>(),
  },
  "operators.show": {
    kind: "read",
    access: "operators.read",
    input: z.strictObject({ id: operatorId }),
    answer: answerOf<{ readonly operator: OperatorView; readonly sessions: readonly SessionView[] }>(),
  },
  "operators.create": {
    kind: "act",
    access: "operators.manage",
    needsStepUp: true,
    input: z.strictObject({
      email: z.email("must be an e-mail address").max(254),
      name: lineOf(64),
      role_ids: roleIds,
    }),
    subject: "email",
    answer: answerOf<OperatorCreated>(),
  },
  "operators.set_roles": {
    kind: "act",
    access: "operators.manage",
    needsStepUp: true,
    input: z.strictObject({ id: operatorId, expected_version: seenVersion, role_ids: roleIds }),
    subject: "id",
    answer: answerOf<OperatorView>(),
  },
  "operators.disable": {
    kind: "act",
    access: "operators.manage",
    needsStepUp: true,
    input: z.strictObject({ id: operatorId }),
    subject: "id",
    answer: answerOf<OperatorView>(),
  },
  "operators.enable": {
    kind: "act",
    access: "operators.manage",
    needsStepUp: true,
    input: z.strictObject({ id: operatorId }),
    subject: "id",
    answer: answerOf<OperatorView>(),
  },
  /** A new password, and the second factor forgotten; all sessions end. */
  "operators.reset": {
    kind: "act",
    access: "operators.manage",
    needsStepUp: true,
    input: z.strictObject({ id: operatorId }),
    subject: "id",
    answer: answerOf<OperatorCreated>(),
  },
  "operators.revoke_sessions": {
    kind: "act",
    access: "operators.manage",
    input: z.strictObject({ id: operatorId }),
    subject: "id",
    answer: answerOf<{ readonly revoked: number }>(),
  },
  "roles.list": {
    kind: "read",
    access: "operators.read",
    input: noInput,
    answer: answerOf<Page<RoleView>>(),
  },
  "roles.create": {
    kind: "act",
    access: "operators.manage",
    needsStepUp: true,
    input: z.strictObject(roleFields),
    subject: "name",
    answer: answerOf<RoleView>(),
  },
  /** Nobody gives a role that they have themselves what moves money: `not_permitted`. */
  "roles.update": {
    kind: "act",
    access: "operators.manage",
    needsStepUp: true,
    input: z.strictObject({ id: roleId, expected_version: seenVersion, ...roleFields }),
    subject: "id",
    answer: answerOf<RoleView>(),
  },
  "roles.delete": {
    kind: "act",
    access: "operators.manage",
    needsStepUp: true,
    input: z.strictObject({ id: roleId }),
    subject: "id",
    answer: answerOf<null>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;
