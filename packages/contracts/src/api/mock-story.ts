/**
 * What `metadata.mock` can ask of the method mock. `succeed`: paid at once (also when nothing is asked).
 * `pend`: stays payable. `fail`: declined. `unknown`: no answer at first, success by query. `late`: paid
 * after the close.
 */
export const mockStories = ["succeed", "pend", "fail", "unknown", "late"] as const;

/**
 * What `metadata.mock_refund` of a payment can ask of its refunds. `succeed`: back at once (also when nothing
 * is asked). `pend`: `processing` for some seconds first. `fail`: refused. `abnormal`: waits for an operator.
 * `unknown`: no answer at first, success by query.
 */
export const mockRefundStories = ["succeed", "pend", "fail", "abnormal", "unknown"] as const;
