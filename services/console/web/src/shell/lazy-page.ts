import { type ComponentType, lazy, type LazyExoticComponent } from "react";

/** A page whose code comes when it is opened first. */
export function lazyPage(load: () => Promise<ComponentType>): LazyExoticComponent<ComponentType> {
  return lazy(async () => ({ default: await load() }));
}
