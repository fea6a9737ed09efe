import { deepEqual, equal, match, ok } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { AnyHandler } from "../../../../components/function/function-code";
import { alike } from "./alike";
import { ArchiveRunner, runSource } from "./archive-runner";
import { refused } from "./refused";
import { archiveText } from "./verdict";

const OWNER = 'routes["GET /x"]';

async function refusalOf(handler: AnyHandler): Promise<string> {
  const refusal: unknown = await archiveText(handler, OWNER).catch((error: unknown) => error);
  ok(pulumi.RunError.isInstance(refusal));
  return refusal.message;
}

describe("a handler answers from its archive as from its source, twice, when it uses", () => {
  let runner: ArchiveRunner;
  before(() => (runner = new ArchiveRunner()));
  after(() => runner.close());

  for (const { title, make } of alike) {
    it(title, async () => {
      const fromArchive = await runner.run(await archiveText(make()));
      deepEqual(fromArchive, await runSource(make()));
      ok(fromArchive.every((outcome) => "answer" in outcome));
    });
  }
});

describe("a handler is refused, with its line and a way out, when it uses", () => {
  for (const [title, handler, words] of refused) {
    it(title, async () => {
      const [, line, rest] =
        /^routes\["GET \/x"\]\.handler \(tests\/components\/function\/closures\/refused\.ts:(\d+)\) (.*)$/.exec(
          await refusalOf(handler),
        ) ?? [];
      equal(rest, words);
      ok(Number(line) > 1);
    });
  }

  it("what Pulumi cannot serialise", async () => {
    const { compare } = new Intl.Collator();
    match(
      await refusalOf(async () => compare("a", "b")),
      /^routes\["GET \/x"\]\.handler \(tests\/components\/function\/closures\/closures\.test\.ts:\d+\) cannot become a Lambda function: Error serializing /,
    );
  });

  it("something wrong at a line, which is the source's own", async () => {
    const table = new Map();
    const here = Number(/:(\d+):\d+\)?$/m.exec(new Error().stack?.split("\n")[1] ?? "")?.[1]);
    const refusal = await refusalOf(async () => table.size);
    equal(Number(/closures\.test\.ts:(\d+)\)/.exec(refusal)?.[1]), here + 1);
  });
});
