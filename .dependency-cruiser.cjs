// The rooms of the house, and which of them each may import. Anything else is refused, and so is a cycle.
const core = '^packages/core/src/';

const rooms = {
  math: ['errors'],
  kernel: ['math', 'errors'],
  rig: ['math', 'errors'],
  clip: ['kernel', 'math', 'rig', 'errors'],
  formats: ['kernel', 'math', 'rig', 'clip', 'errors'],
  metrics: ['kernel', 'math', 'rig', 'clip', 'errors'],
  retarget: ['kernel', 'math', 'rig', 'clip', 'metrics', 'errors'],
  play: ['kernel', 'math', 'rig', 'clip', 'retarget', 'errors'],
  sync: ['play', 'errors'],
  rpc: ['errors'],
  store: ['errors'],
  doctor: ['store', 'errors'],
  cache: ['store', 'errors'],
  http: ['errors'],
  upload: ['http', 'store', 'cache', 'errors'],
  providers: ['http', 'upload', 'store', 'formats', 'errors'],
};

const packages = {
  core: [],
  capture: ['core'],
  viewer: ['core'],
  service: ['capture', 'core'],
  cli: ['service', 'capture', 'core'],
  performer: ['viewer', 'core'],
  demo: ['viewer', 'capture', 'core', 'performer'],
};

const captureIo = '^packages/capture/src/(video|models|litert)/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: { pathNot: 'src/spawn[.]ts$' },
      to: { couldNotResolve: true, pathNot: 'assets/|[?]url$|^vite/client$' },
    },
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room}-imports`,
      comment: `${room}/ may import ${allowed.join(', ')} and nothing else of core`,
      severity: 'error',
      from: { path: `${core}${room}/` },
      to: { path: core, pathNot: `${core}(${[room, ...allowed].join('|')})(/|[.]ts$)` },
    })),
    {
      name: 'errors-imports-nothing',
      severity: 'error',
      from: { path: `${core}errors[.]ts$` },
      to: { path: '.' },
    },
    {
      name: 'comlink-in-rpc-only',
      severity: 'error',
      from: { pathNot: `${core}rpc/` },
      to: { path: 'node_modules/comlink' },
    },
    {
      name: 'fbx-behind-its-door',
      comment: 'a page that reads no FBX carries no reader for it: the door passes it on, and the worker has it',
      severity: 'error',
      from: { path: core, pathNot: `${core}(fbx[.]ts|worker/host[.]ts|formats/fbx/)` },
      to: { path: `${core}(fbx[.]ts|formats/fbx/)` },
    },
    {
      name: 'page-reaches-host-by-dynamic-import',
      comment: 'the host is the worker’s code: the page loads it only when it must fall back',
      severity: 'error',
      from: { path: `${core}(worker/client|runtime/)` },
      to: {
        path: `${core}(worker/host|cache/|formats/|providers/(?!provider[.]ts))`,
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    {
      name: 'worker-knows-no-runtime',
      severity: 'error',
      from: { path: `${core}worker/` },
      to: { path: `${core}(runtime|sync)/` },
    },
    ...Object.entries(packages).map(([name, allowed]) => ({
      name: `package-${name}`,
      comment: `@kinora/${name} may import ${allowed.join(', ') || 'no other package'}`,
      severity: 'error',
      from: { path: `^packages/${name}/` },
      to: { path: '^packages/', pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
    })),
    {
      name: 'core-by-its-doors',
      severity: 'error',
      from: { path: '^packages/(capture|viewer|service|cli|performer|demo)/' },
      to: { path: core, pathNot: `${core}(index|motion|fbx|protocol|animate3d|rpc|worker-entry)[.]ts$` },
    },
    {
      name: 'track-and-solve-are-pure',
      severity: 'error',
      from: { path: '^packages/capture/src/(track|solve)/' },
      to: { path: `${captureIo}|^packages/capture/src/(session|local|worker-entry|node)|node_modules` },
    },
    {
      name: 'node-in-its-own-room',
      comment: 'core and capture run in a browser: what is Node’s is behind the door node.ts and in its child',
      severity: 'error',
      from: { path: '^packages/(core|capture)/src/', pathNot: '^packages/capture/src/node' },
      to: { path: '^packages/capture/src/node|^@mediabunny/server', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-node-in-browsers',
      severity: 'error',
      from: { path: '^packages/(core|capture)/src/', pathNot: '^packages/capture/src/node' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'babylon-by-deep-imports',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: 'node_modules/@babylonjs/(core|loaders)/(index|pure)[.]js$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { conditionNames: ['@kinora/source', 'import', 'default'], exportsFields: ['exports'] },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/[^/]+/(dist|[.]build|scripts|src/assets)/' },
  },
};
