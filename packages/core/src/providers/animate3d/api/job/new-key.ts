/** 128 random bits as hex. `crypto.randomUUID` is absent on plain http, where games are developed. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
