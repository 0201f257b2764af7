import { createConnection } from "mysql2/promise";
import type { RowDataPacket } from "mysql2/promise";
import { describe, expect, it } from "vitest";
import { freshDatabase } from "./fresh-database.ts";

async function query(url: string, statement: string): Promise<readonly RowDataPacket[]> {
  const connection = await createConnection({ uri: url });
  const [rows] = await connection.query<RowDataPacket[]>(statement);
  await connection.end();
  return rows;
}

describe("a fresh database", () => {
  it("is empty, holds utf8mb4 and is nobody else's", async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    expect(one.name).not.toBe(two.name);
    expect(await query(one.url, "SHOW TABLES")).toEqual([]);
    const charset = await query(one.url, "SELECT @@character_set_database AS charset");
    expect(charset).toEqual([{ charset: "utf8mb4" }]);
    await Promise.all([one.drop(), two.drop()]);
  });

  it("is gone after a drop, and can be dropped again", async () => {
    const { url, drop } = await freshDatabase();
    await drop();
    await expect(query(url, "SELECT 1")).rejects.toMatchObject({ errno: 1049 });
    await drop();
  });
});
