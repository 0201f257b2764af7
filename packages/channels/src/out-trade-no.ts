/**
 * The number both channels know an order by. It stands in a path of WeChat Pay's, so that a character too
 * many would name another resource; a wrong one is a bug of the caller.
 */
export function assertOutTradeNo(outTradeNo: string): void {
  if (!/^[0-9A-Za-z_]{6,32}$/.test(outTradeNo)) {
    throw new Error("an out_trade_no has 6 to 32 characters of 0-9A-Za-z_");
  }
}
