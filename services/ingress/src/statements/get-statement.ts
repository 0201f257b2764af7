import { type OpenStatement, openStatement } from "@compose-pay/application";
import { parseStatementDay, statementMediaType } from "@compose-pay/contracts";
import type { Database } from "@compose-pay/database";
import { type Answer, invalidRequest, overloaded, problem } from "@compose-pay/http";
import { createCountByApp } from "../count-by-app.ts";
import type { Verb } from "../merchant-call.ts";

export interface StatementDeps {
  readonly database: Database;
  /** Statements that are sent at one time; one more is answered 503, since each of them reads as fast as it is taken. */
  readonly mostStatements: number;
}

/** `GET /v1/statements/{day}`: the books of one day, of the app and mode of the key, as CSV. */
export function getStatementVerb({ database, mostStatements }: StatementDeps): Verb {
  const places = createPlaces(mostStatements);
  return async ({ caller: { appId, live }, id }) => {
    const parsed = parseStatementDay(id);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const day = parsed.value;
    if (!places.enter(appId)) return overloaded("too many statements are sent at once");
    try {
      const statement = await openStatement({ database }, { appId, live, day });
      if (statement === null) return problem("statement_not_ready", `${day} is not reconciled yet`);
      const fileName = `statement-${day}-${live ? "live" : "test"}.csv`;
      return csv(statement, fileName, (pieces) => places.during(appId, pieces));
    } finally {
      places.leave(appId);
    }
  };
}

/** An app whose client takes its time leaves places to the others. */
const shareOfApp = 0.25;

/** Places are held while a statement is looked for, and again from its first piece to its last: an answer may be dropped. */
function createPlaces(most: number) {
  const ofApps = createCountByApp(Math.max(1, Math.floor(most * shareOfApp)));
  let all = 0;
  const enter = (appId: string): boolean => {
    if (all >= most || !ofApps.begin(appId)) return false;
    all += 1;
    return true;
  };
  const leave = (appId: string): void => {
    ofApps.end(appId);
    all -= 1;
  };
  return {
    enter,
    leave,
    during: async function* (appId: string, pieces: AsyncIterable<string>): AsyncGenerator<string> {
      // One too many for a moment is better than an answer that breaks off.
      const isOfApp = ofApps.begin(appId);
      all += 1;
      try {
        yield* pieces;
      } finally {
        if (isOfApp) ofApps.end(appId);
        all -= 1;
      }
    },
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
