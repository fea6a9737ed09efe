/** Promises that were rejected while a program was evaluated, and that nobody handles. */
export interface Rejections {
  /** Rejects with the first of them; never settles otherwise. */
  readonly first: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Catches promises that nobody handles: under mocks an error inside an `apply` would otherwise pass
 * without a word.
 */
export function collectRejections(): Rejections {
  const { promise: first, reject } = Promise.withResolvers<never>();
  // Somebody may look at it only later, or never.
  first.catch(() => undefined);
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", reject);
  return {
    first,
    async stop() {
      await turns();
      process.off("unhandledRejection", reject);
      for (const listener of others) process.on("unhandledRejection", listener);
    },
  };
}

/** One error makes a chain of rejections, and Node reports each after the turn it happened in. */
export async function turns(): Promise<void> {
  for (let i = 0; i < 3; i += 1) await new Promise((resolve) => setImmediate(resolve));
}
