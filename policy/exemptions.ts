/** A violation that is accepted for a reason, until a day. */
export interface Exemption {
  /** Id of the policy. */
  readonly policy: string;
  /** Logical name or URN of the resource. */
  readonly resource: string;
  readonly reason: string;
  /** Last day that it holds, `YYYY-MM-DD` in UTC. */
  readonly until: string;
}

/** Why an exemption is refused. */
export interface Refusal {
  readonly exemption: unknown;
  /** What is wrong, as a sentence with the remedy. */
  readonly message: string;
}

/** Exemptions that hold, and those that do not. */
export interface Sorted {
  readonly accepted: readonly Exemption[];
  readonly refused: readonly Refusal[];
}

/**
 * Sorts what a configuration or a file lists. Anything may stand in the list.
 * @param today `YYYY-MM-DD` in UTC
 * @param policies ids that an exemption may name
 */
export function sortExemptions(
  listed: readonly unknown[],
  today: string,
  policies: ReadonlySet<string>,
): Sorted {
  const refused = listed.flatMap((exemption) => {
    const message = refusalOf(exemption, today, policies);
    return message === undefined ? [] : [{ exemption, message }];
  });
  const wrong = new Set(refused.map(({ exemption }) => exemption));
  return { accepted: listed.filter((one): one is Exemption => !wrong.has(one)), refused };
}

/** The exemption of a policy's violation on a resource. */
export function exemptionFor(
  accepted: readonly Exemption[],
  policy: string,
  resource: { readonly name: string; readonly urn: string },
): Exemption | undefined {
  return accepted.find(
    (one) =>
      one.policy === policy && (one.resource === resource.name || one.resource === resource.urn),
  );
}

function refusalOf(
  exemption: unknown,
  today: string,
  policies: ReadonlySet<string>,
): string | undefined {
  const fields = typeof exemption === "object" && exemption !== null ? exemption : {};
  const { policy, resource, reason, until } = fields as Partial<Record<keyof Exemption, unknown>>;
  const named = `The exemption of ${nameOf(policy)} for ${nameOf(resource)}`;
  if (!isText(policy) || !isText(resource)) {
    return `${named} must name one policy and one resource: { policy, resource, reason, until }.`;
  }
  if (!policies.has(policy)) return `${named} names no policy of this pack. Correct its id.`;
  if (!isText(reason)) return `${named} has no reason. Say why the violation is accepted.`;
  if (!isDay(until)) return `${named} has no date. Give "until" as YYYY-MM-DD.`;
  if (until < today) return `${named} ended on ${until}. Mend the resource or set a new date.`;
  return undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isDay(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(value);
}

function nameOf(value: unknown): string {
  return isText(value) ? `"${value}"` : "nothing";
}
