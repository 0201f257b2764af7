import { z } from "zod";
import type { Page } from "./console-input.ts";
import { answerOf, type ConsoleRoute, noInput } from "./console-route.ts";

/** What operators can change while everything runs (系统参数). */
export interface SettingView {
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
}

export const settingRoutes = {
  "settings.list": {
    kind: "read",
    access: "settings.read",
    input: noInput,
    answer: answerOf<Page<SettingView>>(),
  },
  "settings.put": {
    kind: "act",
    access: "settings.manage",
    needsStepUp: true,
    input: z.strictObject({
      name: z.string().min(1).max(64),
      /** Null: the default. */
      value: z.int("must be a whole number").nullable(),
    }),
    subject: "name",
    answer: answerOf<SettingView>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;
