/** `host:port`, with brackets around a host that has a colon, as Go's net.JoinHostPort writes it. */
export function joinAddress(host: string, port: bigint): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
