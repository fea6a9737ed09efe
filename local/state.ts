import type { Clock } from "./clock.ts";
import { createSigning, type Signing } from "./cognito/tokens/signing.ts";
import { openStore, type Store } from "./cognito/store.ts";
import { lockState } from "./state-lock.ts";

/** What the runtime remembers: users, keys, messages. */
export interface State {
  readonly store: Store;
  readonly signing: Signing;
  close(): void;
}

/**
 * Opens the state, and starts to make signing keys where there are none yet.
 * @param location a directory, or `memory`
 * @throws StateError when another runtime uses the directory, or the file there is damaged
 */
export function openState(location: string, clock: Clock): State {
  const unlock = location === "memory" ? () => undefined : lockState(location);
  try {
    const store = openStore(location === "memory" ? ":memory:" : location);
    const signing = createSigning(store, clock);
    if (store.keys.isEmpty()) signing.prepare(1);
    return {
      store,
      signing,
      close() {
        store.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
