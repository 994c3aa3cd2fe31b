/** The core worker: the host behind rpc. */
import { expose } from './rpc/expose.ts';
import { createHost } from './worker/host.ts';

expose(createHost());
