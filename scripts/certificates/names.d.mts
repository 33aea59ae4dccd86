export function faultOfName(name: string): string | null;
