import { z } from "zod";
import type { Answer, Reply } from "../core/answer.ts";
import { cashierHeaders } from "../page/page-headers.ts";
import type { CashierView } from "./render-cashier.ts";
import { renderCashier, renderError } from "./render-cashier.ts";
import { htmlHeaders } from "./seal.ts";

/** The cashier as it stands for this order. */
export function cashierAnswer(view: CashierView): Answer {
  return { status: 200, headers: { ...htmlHeaders(), ...cashierHeaders }, body: renderCashier(view).markup };
}

const refusalNode = z.object({ sub_code: z.string(), sub_msg: z.string() });

/**
 * What a browser gets instead of a refusal's JSON. The gateway sends these pages in GBK; character
 * references keep the bytes the same in every charset.
 */
export function errorPage(refused: Reply): Answer {
  const { sub_code: code, sub_msg: message } = refusalNode.parse(JSON.parse(refused.body));
  const body = renderError({ code, message }).markup.replaceAll(
    /[\u{80}-\u{10ffff}]/gu,
    (character) => `&#${character.codePointAt(0)};`,
  );
  return { status: 200, headers: { ...htmlHeaders("GBK"), ...cashierHeaders }, body };
}
