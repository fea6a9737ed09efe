import assert from "node:assert/strict";

/** The members of a JSON object. */
type Members = Readonly<Record<string, unknown>>;

/** What the API answers about a dataset. */
interface Remote {
  readonly syncCount: number;
  readonly deleted: boolean;
  readonly data: Members;
}

/** Calls `/me/data/{dataset}` with a user's token. */
export type Call = (method: string, query: string, init?: RequestInit) => Promise<Response>;

/**
 * A device that works offline and syncs now and then: its own changes win over what it had not seen, member by member,
 * and nothing that another device has written is overwritten unseen.
 */
export class SyncDevice {
  readonly #call: Call;
  readonly #name: string;
  #base: Members = {};
  #syncCount = 0;
  #isDeleted = true;
  /** Undefined removes the member. */
  #edits = new Map<string, unknown>();

  constructor(name: string, call: Call) {
    this.#name = name;
    this.#call = call;
  }

  /** What its user sees. */
  get content(): Members {
    const edited = { ...this.#base, ...Object.fromEntries(this.#edits) };
    return Object.fromEntries(Object.entries(edited).filter(([, value]) => value !== undefined));
  }

  get syncCount(): number {
    return this.#syncCount;
  }

  edit(name: string, value: unknown): void {
    this.#edits.set(name, value);
  }

  /** Learns what happened elsewhere. */
  async pull(): Promise<void> {
    const answer = await this.#call("GET", `?since=${this.#syncCount}`);
    assert.equal(answer.status, 200);
    const changes = (await answer.json()) as Remote & { complete: boolean; removed: string[] };
    const kept = Object.entries(this.#base).filter(([name]) => !changes.removed.includes(name));
    const base = changes.complete ? {} : Object.fromEntries(kept);
    this.#see({ ...changes, data: { ...base, ...changes.data } });
  }

  /** Sends its own changes until one attempt has seen all others. */
  async push(): Promise<void> {
    while (this.#edits.size > 0) {
      const answer = await this.#call("PUT", `?device=${this.#name}`, {
        headers: this.#isDeleted
          ? { "if-none-match": "*" }
          : { "if-match": `"${this.#syncCount}"` },
        body: JSON.stringify(this.content),
      });
      if (answer.status === 412) {
        this.#see(((await answer.json()) as { record: Remote }).record);
        continue;
      }
      assert.ok([200, 201].includes(answer.status), `PUT is answered ${answer.status}`);
      const { syncCount } = (await answer.json()) as Remote;
      this.#see({ syncCount, deleted: false, data: this.content });
      this.#edits.clear();
    }
  }

  /** Deletes the dataset as it has seen it. @returns whether it was still that */
  async remove(): Promise<boolean> {
    const headers = { "if-match": `"${this.#syncCount}"` };
    const answer = await this.#call("DELETE", `?device=${this.#name}`, { headers });
    if (answer.status === 412) return false;
    assert.equal(answer.status, 200);
    const { syncCount } = (await answer.json()) as Remote;
    this.#see({ syncCount, deleted: true, data: {} });
    return true;
  }

  #see({ syncCount, deleted, data }: Remote): void {
    this.#syncCount = syncCount;
    this.#isDeleted = deleted;
    this.#base = data;
  }
}
