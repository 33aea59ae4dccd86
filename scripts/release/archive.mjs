import { run } from "../system.mjs";

/**
 * How archives are compressed, by name. xz works in blocks whatever the number of threads, so that any machine writes
 * the same bytes; -6 makes 40 MB of 113, where -3 makes 44 in two thirds of the time and -1 makes 45 in a sixth.
 */
const compressors = { xz: "xz -6 --threads=2", gzip: "gzip -6 --no-name", none: undefined };

/**
 * Packs the entries of a folder into `file` with GNU tar: sorted, of root, all of the same time. `mode` is what tar's
 * --mode takes; without it the files keep theirs.
 */
export function writeTar(file, folder, entries, { epoch, compression, mode }) {
  const compressor = compressors[compression];
  run(
    "tar",
    [
      "--create",
      "--format=ustar",
      "--sort=name",
      `--mtime=@${epoch}`,
      "--owner=0",
      "--group=0",
      "--numeric-owner",
      ...(mode === undefined ? [] : [`--mode=${mode}`]),
      ...(compressor === undefined ? [] : [`--use-compress-program=${compressor}`]),
      `--file=${file}`,
      `--directory=${folder}`,
      ...entries,
    ],
    { env: { ...process.env, LC_ALL: "C", TZ: "UTC", XZ_DEFAULTS: "", XZ_OPT: "", GZIP: "" } },
  );
}
