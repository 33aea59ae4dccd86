/**
 * What the server issues, and to which names.
 *
 * @type {import("cfssl-ts").ConfigJson}
 */
export const config = {
  signing: {
    default: { expiry: "1h" },
    profiles: {
      // Callers' certificates: for DNS names under internal.example, for 30 days.
      server: {
        expiry: "720h",
        usages: ["signing", "key encipherment", "server auth"],
        // The common name and every DNS name must match, or the request is refused with code 5500.
        name_whitelist: "^([a-z0-9-]+\\.)+internal\\.example$",
        // A request contributes its key and its DNS names. The whitelist does not look at IP addresses, and a group
        // (O) of the caller's choosing may open doors: they are not taken over.
        CSRWhitelist: { PublicKey: true, PublicKeyAlgorithm: true, SignatureAlgorithm: true, DNSNames: true },
      },
      // The certificate of the server itself. No caller may have this profile.
      "sign-server": { expiry: "8760h", usages: ["signing", "key encipherment", "server auth"] },
    },
  },
};
