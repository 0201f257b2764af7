import { describe, expect, it } from "vitest";
import { renderMysqlConfig, renderMysqlInit } from "./mysql-config.ts";

const config = { flavour: "mariadb", folder: "/tmp/a b/mariadb", port: 23_306, isRoot: false } as const;

describe("the option file of a private MySQL or MariaDB", () => {
  it("listens on loopback only, on the given port", () => {
    const lines = renderMysqlConfig(config).split("\n");
    expect(lines).toContain("bind-address=127.0.0.1");
    expect(lines).toContain("port=23306");
  });

  it("puts every commit on the disk", () => {
    expect(renderMysqlConfig(config)).toContain("innodb-flush-log-at-trx-commit=1\n");
  });

  it("quotes paths, which may hold spaces", () => {
    expect(renderMysqlConfig(config)).toContain('datadir="/tmp/a b/mariadb/data"\n');
  });

  it("names the user only for root, whom the servers refuse otherwise", () => {
    expect(renderMysqlConfig(config)).not.toContain("user=");
    expect(renderMysqlConfig({ ...config, isRoot: true })).toContain("user=root\n");
  });

  it("holds what only MySQL knows for MySQL alone", () => {
    expect(renderMysqlConfig(config)).not.toContain("mysqlx");
    expect(renderMysqlConfig({ ...config, flavour: "mysql" })).toContain("mysqlx=OFF\n");
  });
});

describe("the start-up statements of a private MySQL or MariaDB", () => {
  const statements = renderMysqlInit("0123abcd").trimEnd().split("\n");

  it("are one a line, as the servers read them", () => {
    expect(statements.every((statement) => statement.endsWith(";"))).toBe(true);
  });

  it("make the database and a user who may make more", () => {
    expect(statements).toContain("CREATE DATABASE IF NOT EXISTS compose_pay CHARACTER SET utf8mb4;");
    expect(statements).toContain(
      "GRANT ALL PRIVILEGES ON *.* TO 'compose_pay'@'127.0.0.1' WITH GRANT OPTION;",
    );
  });

  it("leave no way in over TCP without the password", () => {
    expect(statements).toContain("ALTER USER 'compose_pay'@'127.0.0.1' IDENTIFIED BY '0123abcd';");
    expect(statements).toContain("DROP USER IF EXISTS 'root'@'127.0.0.1', 'root'@'::1';");
  });
});
