import { closeSync, openSync, writeSync } from "node:fs";
import { crc32, deflateRawSync } from "node:zlib";

const deflated = 8;
/** Version 2.0 of the format suffices for folders and deflate; the upper byte says that attributes are Unix's. */
const madeBy = 0x0314;
const needed = 20;
const utf8Names = 0x0800;

/**
 * Writes a zip archive (PKWARE APPNOTE 6.3) of `entries`: { name, bytes, mode } each, in their order, all of the same
 * time, in seconds since 1970. Entries of 4 GiB and more are not provided for.
 */
export function writeZip(file, entries, epoch) {
  const output = openSync(file, "w");
  try {
    const directory = [];
    let offset = 0;
    const write = (bytes) => {
      writeSync(output, bytes);
      offset += bytes.length;
    };
    for (const { name, bytes, mode } of entries) {
      const packed = deflateRawSync(bytes, { level: 9 });
      const shared = sharedFields({ name, bytes, packed, epoch });
      directory.push(centralHeader({ name, mode, shared, offset }));
      write(Buffer.concat([fields([4, 0x04034b50]), shared, Buffer.from(name)]));
      write(packed);
    }
    const start = offset;
    for (const header of directory) write(header);
    write(endOfDirectory(directory.length, offset - start, start));
  } finally {
    closeSync(output);
  }
}

/** What the header of an entry and its line in the directory have in common. */
function sharedFields({ name, bytes, packed, epoch }) {
  return fields(
    [2, needed],
    [2, utf8Names],
    [2, deflated],
    [4, dosTime(epoch)],
    [4, crc32(bytes)],
    [4, packed.length],
    [4, bytes.length],
    [2, Buffer.byteLength(name)],
    [2, 0],
  );
}

function centralHeader({ name, mode, shared, offset }) {
  const regularFile = 0o100000;
  const rest = fields([2, 0], [2, 0], [2, 0], [4, ((regularFile | mode) << 16) >>> 0], [4, offset]);
  return Buffer.concat([fields([4, 0x02014b50], [2, madeBy]), shared, rest, Buffer.from(name)]);
}

function endOfDirectory(count, size, start) {
  return fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, start], [2, 0]);
}

/** MS-DOS's date and time, in UTC; it counts from 1980 on, in steps of two seconds. */
function dosTime(epoch) {
  const date = new Date(Math.max(epoch, Date.UTC(1980, 0, 1) / 1000) * 1000);
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}

/** Little-endian numbers, each with its length in bytes. */
function fields(...list) {
  const bytes = Buffer.alloc(list.reduce((sum, [length]) => sum + length, 0));
  let at = 0;
  for (const [length, value] of list) at = bytes.writeUIntLE(value, at, length);
  return bytes;
}
