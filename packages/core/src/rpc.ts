/** Calls across a worker or a port. Whoever starts a worker beside core's own uses the same wraps. */
export { connect } from './rpc/connect.ts';
export type { ConnectOptions, Remote } from './rpc/connect.ts';
export { expose } from './rpc/expose.ts';
export { transfer } from './rpc/transfer.ts';
export type { RpcEndpoint } from './rpc/wire.ts';
export { fromWireError, toWireError } from './rpc/wire-error.ts';
export type { WireError } from './rpc/wire-error.ts';
