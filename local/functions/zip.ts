import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

/** One file of an archive. */
export interface ZipFile {
  readonly name: string;
  readonly content: Buffer;
}

// PKWARE APPNOTE 4.3: the end record points at the central directory, its entries at the local headers.
const END = 0x06054b50;
const END_BYTES = 22;
const CENTRAL = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

/**
 * The files of a zip archive, without its directories.
 * @throws when it is none, was damaged, is encrypted or uses another compression than deflate
 */
export function readZip(path: string): ZipFile[] {
  const zip = readFileSync(path);
  try {
    return filesOf(zip);
  } catch (error) {
    // A place that lies outside the file is how damage shows up.
    const reason =
      error instanceof RangeError ? "is a damaged zip archive" : (error as Error).message;
    throw new Error(`${path} ${reason}`, { cause: error });
  }
}

function filesOf(zip: Buffer): ZipFile[] {
  const end = endRecord(zip);
  const files: ZipFile[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== CENTRAL) throw new RangeError();
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    if (!name.endsWith("/")) files.push({ name, content: contentAt(zip, at) });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}

function endRecord(zip: Buffer): number {
  for (let at = zip.length - END_BYTES; at >= 0; at -= 1) {
    if (zip.readUInt32LE(at) === END) return at;
  }
  throw new Error("is not a zip archive");
}

function contentAt(zip: Buffer, central: number): Buffer {
  if (zip.readUInt16LE(central + 8) & ENCRYPTED) throw new Error("is encrypted");
  const method = zip.readUInt16LE(central + 10);
  const size = zip.readUInt32LE(central + 20);
  const local = zip.readUInt32LE(central + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + size);
  if (method === STORED) return bytes;
  if (method === DEFLATED) return inflateRawSync(bytes);
  throw new Error(`is compressed by method ${method}; use deflate`);
}
