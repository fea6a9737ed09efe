import { hash } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { AuthorizerAnswer } from "./authorizer-answer.ts";

/**
 * Entries of one authorizer in one stage, and characters of their answers; the oldest go first. Lambda lets a function
 * answer 6 MB at most, so that no answer drives out all others.
 */
const capacity = { entries: 1_000, characters: 8 * 1024 * 1024 };

/** Answers of one authorizer in one stage (H207), by the caller's identity (H204). */
export interface AuthorizerResults {
  /** The answer that this identity got less than the time to live ago. */
  find(identity: readonly string[]): AuthorizerAnswer | undefined;
  /** @param characters length of the function's answer */
  keep(identity: readonly string[], answer: AuthorizerAnswer, characters: number): void;
}

interface Entry {
  readonly answer: AuthorizerAnswer;
  readonly characters: number;
  /** Milliseconds on the runtime's clock. */
  readonly keptAt: number;
}

/** A cache of denials and permissions alike (H206). */
export function createAuthorizerResults(ttlSeconds: number, clock: Clock): AuthorizerResults {
  const entries = new Map<string, Entry>();
  let characters = 0;
  const remove = (key: string): void => {
    characters -= entries.get(key)?.characters ?? 0;
    entries.delete(key);
  };
  const isFull = (): boolean => entries.size > capacity.entries || characters > capacity.characters;
  return {
    find: (identity) => {
      const key = keyOf(identity);
      const entry = entries.get(key);
      if (!entry) return undefined;
      const age = clock.now() - entry.keptAt;
      // A clock that was set back would keep the entry beyond its time.
      if (age >= 0 && age < ttlSeconds * 1000) return entry.answer;
      remove(key);
      return undefined;
    },
    keep: (identity, answer, size) => {
      const key = keyOf(identity);
      remove(key);
      entries.set(key, { answer, characters: size, keptAt: clock.now() });
      characters += size;
      for (const oldest of entries.keys()) {
        if (!isFull()) break;
        remove(oldest);
      }
    },
  };
}

// Values may hold any separator, so they are not joined; a digest keeps tokens out of memory and keys short.
function keyOf(identity: readonly string[]): string {
  return hash("sha256", JSON.stringify(identity), "base64");
}
