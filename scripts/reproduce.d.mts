export function copySource(folder: string): void;
export function runIn(folder: string, env: Readonly<Record<string, string>>, ...args: string[]): string;
export function sha256(file: string): string;
