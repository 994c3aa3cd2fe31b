import { findBrowser } from '../../scripts/lib/browser.mjs';

/** The browser that the tests drive. `npm test` installs it where it may, or says what to install. */
export const chromiumPath: string = findBrowser() ?? 'chromium';

/** WebGL by SwiftShader, and none of the background requests that a closed network would refuse. */
export const chromiumArgs: string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];
