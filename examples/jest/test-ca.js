import { createLocalSigner, initca } from "cfssl-ts";

/** @type {import("cfssl-ts").ConfigJson} */
const config = {
  signing: {
    default: { expiry: "1h" },
    profiles: {
      server: { expiry: "1h", usages: ["signing", "key encipherment", "server auth"] },
      client: { expiry: "1h", usages: ["signing", "key encipherment", "client auth"] },
    },
  },
};

/**
 * Makes a CA that lives as long as the test run. Nothing is written to disk. What `server` and `client` return goes
 * straight into `https.createServer`, `https.request`, `tls.connect` or an `https.Agent`.
 */
export async function createTestCa(name = "Test CA") {
  const { cert: ca, key: caKey } = await initca({ CN: name, ca: { expiry: "1h" } });

  /**
   * @param {{ CN: string, names?: { O: string }[], hosts: string[] }} request
   * @param {"server" | "client"} profile
   * @param {Date} now the time at which the certificate is issued; it is valid for an hour from then
   */
  async function issue(request, profile, now) {
    const signer = await createLocalSigner({ ca, caKey, config, strictProfile: true }, { now: () => now.getTime() });
    const { cert, key } = await signer.gencert(request, { profile });
    return { ca, cert, key };
  }

  return {
    ca,

    /** A server's certificate for these names and addresses. */
    server({ hosts = ["localhost", "127.0.0.1", "::1"], now = new Date() } = {}) {
      return issue({ CN: hosts[0] ?? "server", hosts }, "server", now);
    },

    /**
     * A client's certificate.
     *
     * @param {string} user
     * @param {{ groups?: string[], now?: Date }} [options]
     */
    client(user, { groups = [], now = new Date() } = {}) {
      return issue({ CN: user, names: groups.map((group) => ({ O: group })), hosts: [] }, "client", now);
    },
  };
}
