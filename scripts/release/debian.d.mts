export function debianVersion(npmVersion: string): string;
export function libraryVersion(bytes: Buffer): string;
