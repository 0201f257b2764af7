import type { BillHeader } from "../../bill-file/bill-header.ts";
import { type BillRow, faultIn, isField } from "../../bill-file/bill-row.ts";

/** Whose bill it is: a merchant's, or of one merchant of a service provider. */
export interface WechatOwner {
  readonly mchid: string;
  readonly subMchid: string | null;
}

/**
 * Tells the account's own rows from those of other merchants that one service provider speaks for.
 *
 * @throws BillUnreadable for a row that does not name the account's own number at all
 */
export function ownerOf({ mchid, subMchid }: WechatOwner, header: BillHeader): (row: BillRow) => boolean {
  const merchantColumn = header.at("商户号");
  const subMerchantColumn = header.at("特约商户号");
  const merchant = Buffer.from(mchid);
  const subMerchant = Buffer.from(subMchid ?? none);
  return (row) => {
    if (!isField(row, merchantColumn, merchant)) throw faultIn(row, merchantColumn, "account_differs");
    return isField(row, subMerchantColumn, subMerchant);
  };
}

/** What stands for no merchant. */
const none = "0";
