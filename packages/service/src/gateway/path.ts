/** Where pages find the gateway. */
export const GATEWAY_PATH = '/kinora';
