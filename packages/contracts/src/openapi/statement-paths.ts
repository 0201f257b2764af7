import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { statementDayPath } from "../api/statement-day.ts";
import { merchantHeaders } from "./answer-headers.ts";
import { problemResponses } from "./problem-responses.ts";

const example = [
  "type,id,order_no,refund_no,method,channel,channel_no,amount,currency,fee,net,occurred_at,subject",
  "payment,pay_01jk2m3n4p5q6r7s8t9v0w1x2y,A1001,,wechat_native,wechat,4200002601,10000,CNY,60,9940,2026-01-31T08:00:00.000Z,Tea",
  "refund,rfd_01jk2m5b6c7d8e9f0g1h2j3k4m,A1001,R1001,wechat_native,wechat,5030002601,-2500,CNY,-15,-2485,2026-01-31T09:00:00.000Z,Tea",
  "total,,,,,,,7500,CNY,45,7455,,",
  "",
].join("\r\n");

export const statementPaths: ZodOpenApiPathsObject = {
  "/v1/statements/{day}": {
    get: {
      operationId: "getStatement",
      summary: "Get a day's statement",
      description:
        "The payments and refunds that succeeded on that day of China, by the channel's clock, of the key's mode, as " +
        "CSV (RFC 4180, UTF-8, with a header), and a last line `total`. It is there once the day is reconciled with " +
        "the channels' bills, usually by 11 o'clock of the next day in China. Amounts, fees and `net` (the amount less " +
        "the fee) are in fen; those of refunds are negative. `channel_no` is the channel's own number. A subject that " +
        "a spreadsheet would take for a formula begins with an apostrophe. It is the same byte for byte however often " +
        "it is read, unless a success of that day becomes known later: then it is not ready until it is made anew.",
      tags: ["Statements"],
      requestParams: { path: statementDayPath },
      responses: {
        "200": {
          description: "The statement.",
          headers: merchantHeaders("Content-Digest", "Content-Disposition"),
          content: { "text/csv": { schema: z.string(), example } },
        },
        ...problemResponses("statement_not_ready", "invalid_request"),
      },
    },
  },
};
