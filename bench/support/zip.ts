import { crc32, deflateRawSync } from "node:zlib";

const VERSION = 20;
const DEFLATE = 8;
/** 1980-01-01, as Pulumi's engine writes: equal files give equal archives. */
const EPOCH_DATE = 0x21;

/** A zip archive of these files, deflated. Format: APPNOTE.TXT 4.3. */
export function zip(files: ReadonlyMap<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of files) {
    const content = Buffer.from(text);
    const data = deflateRawSync(content, { level: 9 });
    const name = Buffer.from(path);
    const shared = sharedFields(content, data, name);
    const local = Buffer.concat([signature("PK\u0003\u0004"), shared, name, data]);
    parts.push(local);
    directory.push(centralRecord(shared, offset, name));
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...parts, central, endRecord(files.size, central.length, offset)]);
}

/** The fields that a file's local header and its central record have in common. */
function sharedFields(content: Buffer, data: Buffer, name: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(VERSION, 0);
  fields.writeUInt16LE(DEFLATE, 4);
  fields.writeUInt16LE(EPOCH_DATE, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function centralRecord(shared: Buffer, offset: number, name: Buffer): Buffer {
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(VERSION);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature("PK\u0001\u0002"), madeBy, shared, rest, name]);
}

function endRecord(files: number, size: number, offset: number): Buffer {
  const rest = Buffer.alloc(18);
  rest.writeUInt16LE(files, 4);
  rest.writeUInt16LE(files, 6);
  rest.writeUInt32LE(size, 8);
  rest.writeUInt32LE(offset, 12);
  return Buffer.concat([signature("PK\u0005\u0006"), rest]);
}

function signature(text: string): Buffer {
  return Buffer.from(text, "latin1");
}
