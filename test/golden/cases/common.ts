import { pem } from "../describe.js";

/** A small request that needs nothing special. */
export const plainRequest = { CN: "leaf.example", hosts: ["leaf.example"] };

/** A CA of fixtures/pem, under the names in the cases' command lines. */
export function authority(certificate = "ca-ecdsa-256", key = certificate) {
  return { "ca.pem": pem(`${certificate}.pem`), "ca-key.pem": pem(`${key}-key.pem`) };
}

/** A configuration whose default profile has these members and the usual ones. */
export function defaultProfile(members: object, beside: object = {}) {
  return {
    signing: { default: { usages: ["digital signature", "server auth"], expiry: "1h", ...members }, ...beside },
  };
}

/** A configuration with a profile `p` and the shortest possible default profile. */
export function namedProfile(members: object, beside: object = {}) {
  return {
    signing: {
      default: { expiry: "8760h" },
      profiles: { p: { usages: ["digital signature", "server auth"], expiry: "1h", ...members } },
    },
    ...beside,
  };
}
