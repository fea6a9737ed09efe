import { type Line, judge } from "./support/line.ts";
import { archiveOf, functionOf, recordTo } from "./support/recording.ts";
import { emptyDirectory } from "./support/places.ts";
import { recordVerifying, VERIFYING_ROUTE } from "./support/verifying-program.ts";
import { zip } from "./support/zip.ts";

const KILOBYTE = 1_000;

/**
 * Bytes and files of what is uploaded for one handler: (a) one that verifies nothing, `GET /hello` of the shipped
 * program, (b) one that verifies a token inside, with jose. Exact, no clock.
 */
export async function measure(): Promise<readonly Line[]> {
  const shipped = await recordTo(`${emptyDirectory("artefact")}/recording.json`);
  const plain = archiveOf(functionOf(shipped, "GET /hello"));
  const verifying = archiveOf(functionOf(await recordVerifying(), VERIFYING_ROUTE));
  return [
    lineOf("artefact (a)", plain, 1 * KILOBYTE),
    lineOf("artefact (b) jose", verifying, 21 * KILOBYTE),
  ];
}

function lineOf(name: string, files: ReadonlyMap<string, string>, limit: number): Line {
  const bytes = zip(files).length;
  const raw = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return {
    name,
    figure: `${bytes} bytes zipped, ${raw} raw, ${files.size} ${files.size === 1 ? "file" : "files"}`,
    target: `≤ ${limit / KILOBYTE} kB, 1 file`,
    verdict: judge(bytes <= limit && files.size === 1),
  };
}
