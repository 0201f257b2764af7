export interface RedisConfig {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
}

/** The configuration of a private Redis: loopback only, append-only file written once a second, no snapshots. */
export function renderRedisConfig({ folder, port, password }: RedisConfig): string {
  const lines = [
    "bind 127.0.0.1",
    `port ${port}`,
    `requirepass ${password}`,
    // A JSON string is a quoted string of Redis: both escape quotes and backslashes alike.
    `dir ${JSON.stringify(folder)}`,
    "daemonize no",
    "appendonly yes",
    "appendfsync everysec",
    'save ""',
  ];
  return `${lines.join("\n")}\n`;
}
