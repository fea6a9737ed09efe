/** One event on its way to a worker. */
export type Job = readonly [ticket: number, id: string, event: string];

/** Events as a message: the members of each in turn. A flat list is cloned in half the time of a list of lists. */
export type PackedJobs = readonly (number | string)[];

/** The pool's side. */
export function packJobs(jobs: readonly Job[]): PackedJobs {
  const packed: (number | string)[] = [];
  for (const [ticket, id, event] of jobs) packed.push(ticket, id, event);
  return packed;
}

/** The worker's side. */
export function unpackJobs(packed: PackedJobs): Job[] {
  const jobs: Job[] = [];
  for (let at = 0; at < packed.length; at += 3) {
    jobs.push([packed[at] as number, packed[at + 1] as string, packed[at + 2] as string]);
  }
  return jobs;
}
