/**
 * The platforms of a release: the runtime's package (@oven/RUNTIME, which is the compiler's --target, too), and the names
 * that Debian and container images have for them, where there is such a package.
 */
export const platforms = {
  linux_amd64: { runtime: "bun-linux-x64", debian: "amd64" },
  linux_arm64: { runtime: "bun-linux-aarch64", debian: "arm64" },
  "linux-musl_amd64": { runtime: "bun-linux-x64-musl" },
  "linux-musl_arm64": { runtime: "bun-linux-aarch64-musl" },
  darwin_amd64: { runtime: "bun-darwin-x64" },
  darwin_arm64: { runtime: "bun-darwin-aarch64" },
  windows_amd64: { runtime: "bun-windows-x64", suffix: ".exe" },
};

/** The name of a bare program among the downloads, as upstream has it. */
export function bareName(program, version, platform) {
  return `${program}_${version}_${platform}${platforms[platform].suffix ?? ""}`;
}

/** Throws for words that are no platforms. */
export function checkPlatforms(words) {
  const unknown = words.filter((word) => platforms[word] === undefined);
  if (unknown.length > 0) {
    throw new Error(`${unknown.join(", ")}: no such platform; there are ${Object.keys(platforms).join(", ")}`);
  }
}
