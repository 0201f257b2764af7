import { createApp, createMerchant } from "@compose-pay/application";
import {
  type AttemptRow,
  findPayment,
  insertAttempts,
  insertPayments,
  type PaymentRow,
  type PaymentView,
} from "@compose-pay/database";
import { newId, systemClock } from "@compose-pay/runtime";
import type { ConsoleStage } from "./console-stage.ts";
