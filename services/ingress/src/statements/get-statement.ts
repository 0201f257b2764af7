import { type OpenStatement, openStatement } from "@compose-pay/application";
import { parseStatementDay, statementMediaType } from "@compose-pay/contracts";
import type { Database } from "@compose-pay/database";
import { type Answer, invalidRequest, problem } from "../http/answer.ts";
import { overloaded } from "../http/fault-answer.ts";
import type { Verb } from "../merchant-call.ts";

export interface StatementDeps {
  readonly database: Database;
  /** Statements that are sent at one time; one more is answered 503, since each of them reads as fast as it is taken. */
  readonly mostStatements: number;
}

/** `GET /v1/statements/{day}`: the books of one day, of the app and mode of the key, as CSV. */
export function getStatementVerb({ database, mostStatements }: StatementDeps): Verb {
  let atOnce = 0;
  async function* counted(pieces: AsyncIterable<string>): AsyncGenerator<string> {
    atOnce += 1;
    try {
      yield* pieces;
    } finally {
      atOnce -= 1;
    }
  }
  return async ({ caller: { appId, live }, id }) => {
    const parsed = parseStatementDay(id);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const day = parsed.value;
    if (atOnce >= mostStatements) return overloaded("too many statements are sent at once");
    const statement = await openStatement({ database }, { appId, live, day });
    if (statement === null) return problem("statement_not_ready", `${day} is not reconciled yet`);
    return csv(statement, `statement-${day}-${live ? "live" : "test"}.csv`, counted);
  };
}

function csv(
  { sha256, totals, text }: OpenStatement,
  fileName: string,
  counted: (pieces: AsyncIterable<string>) => AsyncIterable<string>,
): Answer {
  return {
    kind: "stream",
    contentType: statementMediaType,
    bytes: totals.bytes,
    pieces: counted(text),
    headers: {
      // RFC 9530
      "Content-Digest": `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`,
      "Content-Disposition": `attachment; filename="${fileName}"`,
    },
  };
}
