import type { CaRules } from "../../../cfssl/ca/initca.js";
import type { ProfileRules } from "../../../cfssl/config/profile.js";
import type { Context } from "../../../cfssl/context.js";
import type { CaKeyRules } from "../../../cfssl/input/ca.js";
import type { Sources } from "../../../cfssl/sources.js";
import type { PrivateKey } from "../../../x509/model/key.js";
import type { Manifest } from "../manifest/manifest.js";
import type { Store } from "../store/store.js";

export interface EnsureRules extends CaRules, ProfileRules, CaKeyRules {}

/** What planning and making need. */
export interface Workshop {
  readonly manifest: Manifest;
  readonly store: Store;
  readonly context: Context<EnsureRules>;
  readonly sources: Sources;
  readonly options: EnsureSettings;
}

export interface EnsureSettings {
  /** Names of rows to look at, as in the manifest or expanded; empty for all. */
  readonly only: readonly string[];
  /** Whether certificates get new keys. CAs keep theirs. */
  readonly newKeys: boolean;
  /** Whether to find out only what would change. */
  readonly isDryRun: boolean;
  /** Called as the work goes on. */
  readonly onProgress: (done: number, all: number) => void;
  /** The text of a new key, whose PEM of upstream's is given too. */
  readonly keyText: (made: { readonly key: PrivateKey; readonly keyPem: string }) => string;
  /** Asks for a password that the manifest names no source of; null if there is nobody to ask. */
  readonly askPassword: ((question: string) => Promise<string | null>) | null;
  /** Throws if the caller wants to stop. */
  readonly throwIfAborted: () => void;
}
