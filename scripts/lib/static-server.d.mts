import type { Server } from 'node:http';

export function createStaticServer(folder: string): Server;
export function listenOnLocalhost(makeServer: () => Server, port: number): Promise<{ port: number; close: () => void }>;
