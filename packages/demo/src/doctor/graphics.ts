/** What draws here, as the browser names it; undefined where there is no WebGL 2. */
export function readGraphics(): string | undefined {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (!gl) return undefined;
  // Firefox says it without being asked for the extension, and warns of it.
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  gl.getExtension('WEBGL_lose_context')?.loseContext(); // A page has only so many.
  return String(renderer);
}
