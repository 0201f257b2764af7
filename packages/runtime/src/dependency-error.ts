/** What the process stands on. */
export type Dependency = "database" | "broker" | "redis";

/**
 * Infrastructure that is away or too slow: nothing is wrong with the work itself, so it is tried again and
 * never counted against it. The original error is the `cause`.
 */
export class DependencyError extends Error {
  readonly dependency: Dependency;

  constructor(dependency: Dependency, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DependencyError";
    this.dependency = dependency;
  }
}
