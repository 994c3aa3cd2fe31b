import { KinoraError } from '../../../errors.ts';
import type { Transport } from './transport/transport.ts';

/** The document that a service goes by. `auto` takes it to have all that either names, and reads both. */
export type ApiVersion = '1.5.8' | '2.0.0' | 'auto';

/** What all groups of calls share. */
export interface Endpoints {
  readonly transport: Transport;
  readonly apiVersion: ApiVersion;
  /** Hears of what is sent otherwise than it was put. */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/** @throws `animate3d/unsupported` where the service goes by a document that does not have it. */
export function assertVersion2({ apiVersion }: Endpoints, what: string): void {
  if (apiVersion !== '1.5.8') return;
  throw new KinoraError('animate3d/unsupported', `Cannot ${what}: Animate 3D 1.5.8 does not have it`, {
    hint: "Set apiVersion to '2.0.0', or to 'auto', where the service has it.",
    details: { apiVersion },
  });
}

/** @throws `animate3d/unsupported` behind a gateway, for what is the account's own. */
export function assertDirect({ transport }: Endpoints, what: string): void {
  if (transport.kind === 'direct') return;
  throw new KinoraError('animate3d/unsupported', `Cannot ${what}: it is the account’s own, and not behind a gateway`, {
    hint: 'Do it from a server, with the client id and secret.',
  });
}

/** `?name=value`, without what is undefined. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
