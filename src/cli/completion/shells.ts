import { bash } from "./bash.js";
import { fish } from "./fish.js";
import { powershell } from "./powershell.js";
import type { Shell } from "./shell.js";
import { zsh } from "./zsh.js";

/** The shells that command lines are completed in, by name. */
export const shells: Readonly<Record<string, Shell>> = Object.assign(Object.create(null), {
  bash,
  zsh,
  fish,
  powershell,
});
