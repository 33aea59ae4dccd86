/** A kind of scans, and what each of them finds out. */
export interface ScanFamily {
  readonly description: string;
  readonly scanners: Readonly<Record<string, { readonly description: string }>>;
}

export interface ScanRules {
  /** How the description of the cipher suites' order is spelled. */
  readonly preferredOrder: string;
}

/** What a TLS server can be scanned for, by families and scanners in alphabetical order. */
export function scanFamilies({ preferredOrder }: ScanRules): Readonly<Record<string, ScanFamily>> {
  return {
    Broad: family("Large scale scans of TLS hosts", {
      IntermediateCAs: "Scans a CIDR IP range for unknown Intermediate CAs",
    }),
    Connectivity: family("Scans for basic connectivity with the host through DNS and TCP/TLS dials", {
      CloudFlareStatus: "Host is on CloudFlare",
      DNSLookup: "Host can be resolved through DNS",
      TCPDial: "Host accepts TCP connection",
      TLSDial: "Host can perform TLS handshake",
    }),
    PKI: family("Scans for the Public Key Infrastructure", {
      ChainExpiration: "Host's chain hasn't expired and won't expire in the next 30 days",
      ChainValidation: "All certificates in host's chain are valid",
      MultipleCerts: "Host serves same certificate chain across all IPs",
    }),
    TLSHandshake: family("Scans for host's SSL/TLS version and cipher suite negotiation", {
      CertsByCiphers: "Determines host's certificate signature algorithm matching client's accepted ciphers",
      CertsBySigAlgs:
        "Determines host's certificate signature algorithm matching client's accepted signature and hash algorithms",
      CipherSuite: `Determines host's cipher suites accepted and ${preferredOrder} order`,
      ECCurves: "Determines the host's ec curve support for TLS 1.2",
      SigAlgs: "Determines host's accepted signature and hash algorithms",
    }),
    TLSSession: family("Scans host's implementation of TLS session resumption using session tickets/session IDs", {
      SessionResume: "Host is able to resume sessions across all addresses",
    }),
  };
}

function family(description: string, scanners: Readonly<Record<string, string>>): ScanFamily {
  const rows = Object.entries(scanners).map(([name, text]) => [name, { description: text }] as const);
  return { description, scanners: Object.fromEntries(rows) };
}
