import type { ConsoleInput, ContractView, ServedMethod } from "@compose-pay/contracts";
import { yuan } from "../show/yuan.ts";
import { typedAmount } from "./typed-amount.ts";

/** A contract as it is being filled in; amounts as they are typed, in yuan. */
export interface ContractDraft {
  readonly enabled: boolean;
  readonly min: string;
  readonly max: string;
  readonly daily: string;
  /** In basis points. */
  readonly rate: number | null;
  readonly fixed: string;
  readonly feeMin: string;
  readonly feeMax: string;
  readonly rounding: ContractView["fee_rounding"];
  readonly returned: boolean;
}

/** @param contract the one that there is; null for the first of a method */
export function contractDraft(contract: ContractView | null): ContractDraft {
  return {
    enabled: contract?.enabled ?? true,
    min: yuan(contract?.min_amount ?? 1),
    max: contract === null ? "" : yuan(contract.max_amount),
    daily: written(contract?.daily_amount),
    rate: contract?.fee_rate_bps ?? 0,
    fixed: yuan(contract?.fee_fixed ?? 0),
    feeMin: yuan(contract?.fee_min ?? 0),
    feeMax: written(contract?.fee_max),
    rounding: contract?.fee_rounding ?? "half_up",
    returned: contract?.fee_returned ?? true,
  };
}

export interface ContractKey {
  readonly appId: string;
  readonly method: ServedMethod;
  /** Of the contract that was seen; null where there was none. */
  readonly version: string | null;
}

/** Null while something that is typed is no amount. */
export function contractTerms(
  { appId, method, version }: ContractKey,
  draft: ContractDraft,
): ConsoleInput<"contracts.put"> | null {
  const [min, max, daily] = [typedAmount(draft.min), typedAmount(draft.max), typedAmount(draft.daily)];
  const [fixed, feeMin, feeMax] = [
    typedAmount(draft.fixed),
    typedAmount(draft.feeMin),
    typedAmount(draft.feeMax),
  ];
  if (max === undefined || daily === undefined || feeMax === undefined || draft.rate === null) return null;
  if (min === undefined || fixed === undefined || feeMin === undefined) return null;
  return {
    app_id: appId,
    method,
    expected_version: version,
    enabled: draft.enabled,
    min_amount: min ?? 1,
    ...(max === null ? {} : { max_amount: max }),
    daily_amount: daily,
    fee_rate_bps: draft.rate,
    fee_fixed: fixed ?? 0,
    fee_min: feeMin ?? 0,
    fee_max: feeMax,
    fee_rounding: draft.rounding,
    fee_returned: draft.returned,
  };
}

function written(fen: number | null | undefined): string {
  return fen === null || fen === undefined ? "" : yuan(fen);
}
