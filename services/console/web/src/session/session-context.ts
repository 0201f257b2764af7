import type { Permission, SessionState } from "@compose-pay/contracts";
import { createContext, useContext } from "react";

export const SessionContext = createContext<SessionState | null>(null);

/** Who is signed in; only pages behind the sign-in may ask. */
export function useSession(): SessionState {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("nobody is signed in");
  return session;
}

/** Whether the operator may do this; the API decides again. */
export function useMay(permission: Permission): boolean {
  return useSession().operator.permissions.includes(permission);
}
