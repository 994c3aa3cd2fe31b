import type { Animate3dSettings } from './animate3d/animate3d.ts';
import type { GatewayToken } from './animate3d/wire/session.ts';
import type { ProviderCapabilities } from './provider.ts';

/** What the core worker builds a client of: plain data. */
export type WireSettings = Animate3dSettings;

/** A provider that speaks with a service: plain data, and callbacks that run on the page. */
export interface WireProvider {
  /** As `Provider.id`. */
  readonly id: string;
  /** As `Provider.version`. */
  readonly version: string;
  readonly capabilities: ProviderCapabilities;
  readonly settings: WireSettings;
  readonly getToken?: () => Promise<GatewayToken>;
}
