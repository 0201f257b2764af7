/** How many calls of each app are under way. */
export interface CountByApp {
  /** False when the app has as many as it may; then there is nothing to end. */
  begin(appId: string): boolean;
  end(appId: string): void;
}

export function createCountByApp(mostOfOne: number): CountByApp {
  const counts = new Map<string, number>();
  const of = (appId: string) => counts.get(appId) ?? 0;
  return {
    begin: (appId) => {
      if (of(appId) >= mostOfOne) return false;
      counts.set(appId, of(appId) + 1);
      return true;
    },
    end: (appId) => {
      if (of(appId) > 1) counts.set(appId, of(appId) - 1);
      else counts.delete(appId);
    },
  };
}
