import { readFileSync } from "node:fs";
import { userInfo } from "node:os";

/** The name of the user who runs the process. Bun's userInfo takes it from the environment, which may not tell. */
export function userName(): string {
  const id = process.getuid?.();
  for (const line of id === undefined ? [] : readUsers()) {
    const [name = "", , number] = line.split(":");
    if (Number(number) === id) return name;
  }
  return userInfo().username;
}

function readUsers(): readonly string[] {
  try {
    return readFileSync("/etc/passwd", "utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
}
