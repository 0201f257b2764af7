import { z } from "zod";
import { type Page, seenVersion, type Versioned } from "./console-input.ts";
import { answerOf, type ConsoleRoute, noInput } from "./console-route.ts";

/** What operators can change while everything runs (系统参数). */
export interface SettingView extends Versioned {
  readonly name: string;
  readonly unit: "fen" | "days";
  readonly value: number;
  /** What holds when no operator says otherwise. */
  readonly default: number;
  readonly least: number;
  readonly most: number;
  /** Who changed it last; null while the default holds. */
  readonly updated_by: string | null;
  readonly updated_at: string | null;
  /** To raise it takes two people. */
  readonly raised_by_two: boolean;
  /** What waits for another operator; null when nothing does. */
  readonly proposal: SettingProposalView | null;
}

/** A change of a setting that another operator must confirm. */
export interface SettingProposalView extends Versioned {
  readonly value: number;
  /** Who cannot confirm it. */
  readonly proposed_by: { readonly id: string; readonly email: string };
  readonly proposed_at: string;
}

const decision = z.strictObject({
  name: z.string().min(1).max(64),
  /** Of the proposal. */
  expected_version: seenVersion,
});

export const settingRoutes = {
  "settings.list": {
    kind: "read",
    access: "settings.read",
    input: noInput,
    answer: answerOf<Page<SettingView>>(),
  },
  /** To raise what is raised by two people changes nothing yet: the answer has the proposal. */
  "settings.put": {
    kind: "act",
    access: "settings.manage",
    needsStepUp: true,
    input: z.strictObject({
      name: z.string().min(1).max(64),
      expected_version: seenVersion,
      /** Null: the default. */
      value: z.int("must be a whole number").nullable(),
    }),
    subject: "name",
    answer: answerOf<SettingView>(),
  },
  /** By anybody but who has proposed it. */
  "settings.confirm": {
    kind: "act",
    access: "settings.manage",
    needsStepUp: true,
    input: decision,
    subject: "name",
    answer: answerOf<SettingView>(),
  },
  /** By whoever has proposed it, or who does not agree. */
  "settings.withdraw": {
    kind: "act",
    access: "settings.manage",
    input: decision,
    subject: "name",
    answer: answerOf<SettingView>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;
