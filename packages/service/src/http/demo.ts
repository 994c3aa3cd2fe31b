import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

/** Where the gateway is, told to the demo by the one who serves it. */
const GATEWAY_FILE = '/kinora.json';

/** The built demo. It finds out from `kinora.json` that a gateway stands behind it. */
export function demoRoutes(directory: string, gateway: string): Hono {
  const routes = new Hono();
  routes.get(GATEWAY_FILE, (context) => {
    context.header('Cache-Control', 'no-cache');
    return context.json({ gateway });
  });
  routes.get(
    '*',
    serveStatic({
      root: directory,
      onFound: (_path, context) => {
        // Vite puts a hash of the content into the names below assets/.
        const isHashed = context.req.path.startsWith('/assets/');
        context.header('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        context.header('Accept-Ranges', 'bytes');
      },
    }),
  );
  return routes;
}
