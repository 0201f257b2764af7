import {
  bigint,
  boolean,
  char,
  index,
  int,
  mysqlTable,
  primaryKey,
  text,
  uniqueIndex,
  varchar,
} from "../drizzle.ts";
import { id, jsonText, moment, traceId, word } from "./columns.ts";

export type OperatorState = "active" | "disabled";

/** People who use the console (运营人员). */
export const operators = mysqlTable(
  "operators",
  {
    id: id("id").primaryKey(),
    /** In lower case; what one signs in with. */
    email: varchar("email", { length: 254 }).notNull(),
    name: varchar("name", { length: 64 }).notNull(),
    state: word<OperatorState>("state").notNull(),
    /** argon2id in PHC form. */
    passwordHash: varchar("password_hash", { length: 256 }).notNull(),
    /** Somebody else knows the password: it has to be changed before anything else. */
    mustChangePassword: boolean("must_change_password").notNull(),
    /** Sealed; null before the first one is confirmed. */
    totpSecret: varchar("totp_secret", { length: 255 }),
    /** The time step of the last code that was taken: none is taken twice (RFC 6238, section 5.2). */
    totpStep: bigint("totp_step", { mode: "number" }).notNull(),
    /** An IANA name; times are shown in it. */
    timeZone: varchar("time_zone", { length: 64 }).notNull(),
    /** Sign-ins in a row that did not succeed, those under way included. */
    failedSignIns: int("failed_sign_ins").notNull(),
    /** No sign-in is looked at before. */
    lockedUntil: moment("locked_until"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("operators_email").on(table.email),
    index("operators_name").on(table.name, table.id),
  ],
);

/** What people may do (角色): names of permissions, which are code. */
export const roles = mysqlTable(
  "roles",
  {
    id: id("id").primaryKey(),
    name: varchar("name", { length: 64 }).notNull(),
    description: varchar("description", { length: 255 }).notNull(),
    /** An array of the permissions' names; one that the code does not know allows nothing. */
    permissions: jsonText("permissions").notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [uniqueIndex("roles_name").on(table.name)],
);

export const operatorRoles = mysqlTable(
  "operator_roles",
  {
    operatorId: id("operator_id").notNull(),
    roleId: id("role_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.operatorId, table.roleId] }),
    index("operator_roles_role").on(table.roleId),
  ],
);

/** Who is signed in, found by the hash of what the browser holds. */
export const sessions = mysqlTable(
  "sessions",
  {
    id: id("id").primaryKey(),
    /** SHA-256 of the cookie's 256 bits, in hex. */
    tokenSha256: char("token_sha256", { length: 64 }).notNull(),
    operatorId: id("operator_id").notNull(),
    /** 256 bits in base64url, which the page sends with each change. */
    csrfToken: varchar("csrf_token", { length: 64 }).notNull(),
    /** A new secret until its first code is shown; sealed. */
    newTotpSecret: varchar("new_totp_secret", { length: 255 }),
    address: varchar("address", { length: 45 }).notNull(),
    userAgent: varchar("user_agent", { length: 255 }).notNull(),
    /** Passwords and codes that were wrong within the session; too many end it. */
    failedTries: int("failed_tries").notNull(),
    /** When the second factor was given last; null when it was not. */
    steppedUpAt: moment("stepped_up_at"),
    createdAt: moment("created_at").notNull(),
    /** To the minute. */
    seenAt: moment("seen_at").notNull(),
    /** Over then, whatever happens. */
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [
    uniqueIndex("sessions_token").on(table.tokenSha256),
    index("sessions_operator").on(table.operatorId, table.id),
    index("sessions_expires").on(table.expiresAt),
  ],
);

export type SignInOutcome =
  | "signed_in"
  | "email_unknown"
  | "password_wrong"
  | "code_wrong"
  | "code_missing"
  | "locked"
  | "disabled";

/** Every sign-in that was looked at (登录日志). */
export const loginAttempts = mysqlTable(
  "login_attempts",
  {
    id: id("id").primaryKey(),
    /** In lower case. */
    email: varchar("email", { length: 254 }).notNull(),
    operatorId: id("operator_id"),
    outcome: word<SignInOutcome>("outcome").notNull(),
    address: varchar("address", { length: 45 }).notNull(),
    /** The address, of IPv6 its /64: what one subscriber has. */
    network: varchar("network", { length: 45 }).notNull(),
    userAgent: varchar("user_agent", { length: 255 }).notNull(),
    at: moment("at").notNull(),
  },
  (table) => [
    index("login_attempts_network").on(table.network, table.at),
    index("login_attempts_operator").on(table.operatorId, table.id),
    index("login_attempts_at").on(table.at),
  ],
);

/**
 * `asked` is written before an action, the others after it: what has no second row was cut off in the middle. `unknown`:
 * it may have been done or not, because something went away meanwhile or its end did not come in time.
 */
export type AuditPhase = "asked" | "done" | "refused" | "failed" | "unknown";

/** Who did what (操作日志): each row carries the hash of the one before. */
export const auditEntries = mysqlTable(
  "audit_entries",
  {
    /** Without gaps, from 1. */
    number: bigint("number", { mode: "number" }).primaryKey(),
    at: moment("at").notNull(),
    /** Null for what nobody has signed in for. */
    operatorId: id("operator_id"),
    /** The email of then. */
    operator: varchar("operator", { length: 254 }).notNull(),
    /** The route's name, such as `refunds.create`. */
    action: varchar("action", { length: 64 }).notNull(),
    phase: word<AuditPhase>("phase").notNull(),
    /** The id of what it is about; empty when it is about many. */
    subject: varchar("subject", { length: 128 }).notNull(),
    /** What was asked for, before and after, without secrets. */
    details: text("details").notNull(),
    address: varchar("address", { length: 45 }).notNull(),
    userAgent: varchar("user_agent", { length: 255 }).notNull(),
    traceId: traceId(),
    /** HMAC-SHA256 over the fields above and the hash of the row before, in hex. */
    hash: char("hash", { length: 64 }).notNull(),
  },
  (table) => [
    index("audit_entries_subject").on(table.subject, table.number),
    index("audit_entries_operator").on(table.operatorId, table.number),
    index("audit_entries_action").on(table.action, table.number),
    index("audit_entries_operator_action").on(table.operatorId, table.action, table.number),
    index("audit_entries_subject_action").on(table.subject, table.action, table.number),
    index("audit_entries_subject_operator").on(table.subject, table.operatorId, table.number),
    index("audit_entries_all").on(table.subject, table.operatorId, table.action, table.number),
    index("audit_entries_phase").on(table.phase, table.number),
    index("audit_entries_trace").on(table.traceId, table.number),
    index("audit_entries_at").on(table.at),
  ],
);

/** The end of the chain, in one row. */
export const auditHead = mysqlTable("audit_head", {
  /** Always `head`. */
  id: id("id").primaryKey(),
  /** Sealed: who can write to the database alone cannot make hashes. */
  chainKey: varchar("chain_key", { length: 255 }).notNull(),
  number: bigint("number", { mode: "number" }).notNull(),
  hash: char("hash", { length: 64 }).notNull(),
});

/** What operators change while everything runs (系统参数); what has no row has the value that is in code. */
export const settings = mysqlTable("settings", {
  name: varchar("name", { length: 64 }).primaryKey(),
  value: jsonText("value").notNull(),
  updatedBy: id("updated_by").notNull(),
  updatedAt: moment("updated_at").notNull(),
});

/** A value of a setting that waits for a second operator; there is one of each name at most. */
export const settingProposals = mysqlTable("setting_proposals", {
  name: varchar("name", { length: 64 }).primaryKey(),
  /** Null: the default. */
  value: bigint("value", { mode: "number" }),
  proposedBy: id("proposed_by").notNull(),
  proposedAt: moment("proposed_at").notNull(),
});
