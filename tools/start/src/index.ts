export { checkoutFolder, type ProductProcess } from "./product-process.ts";
export type { AddedProcess } from "./process-fleet.ts";
export { type Product, type ProductOptions, type StartedConsole, startProduct } from "./start-product.ts";
export { type ProcessName, type ServiceName, serviceNames } from "./service-plan.ts";
