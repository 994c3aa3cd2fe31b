import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a signature is for. One that was made for another purpose never fits. */
export type SignaturePurpose = 'session' | 'token' | 'link' | 'gateway-link';

/** Signs what the service hands out, so that it need not remember it: sessions, tokens, links. */
export class Signer {
  readonly #key: Uint8Array;

  /** @param key - at least 32 random bytes. */
  constructor(key: Uint8Array) {
    if (key.length < 32) throw new RangeError(`A key of ${key.length} bytes is too short`);
    this.#key = key;
  }

  /** 43 letters of base64url. */
  sign(purpose: SignaturePurpose, text: string): string {
    return createHmac('sha256', this.#key).update(`${purpose}\n${text}`).digest('base64url');
  }

  verify(purpose: SignaturePurpose, text: string, signature: string): boolean {
    return sameSecret(this.sign(purpose, text), signature);
  }
}

/** Compares in a time that tells nothing about where the two differ. */
export function sameSecret(a: string, b: string): boolean {
  // Digests have one length, whatever the secrets have: `timingSafeEqual` refuses lengths that differ.
  const digest = (text: string): Buffer => createHmac('sha256', 'length').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
