// `npm test`: sets everything up, then runs every test project, one after the other, and closes with one line of counts.
// `npm test -- node` runs one project; further words go to Vitest.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { requireBrowser } from './lib/browser.mjs';
import { buildStale, installDependencies, requireNode, root } from './lib/toolchain.mjs';

/** By the name of the command line, those of vite.config.ts. */
const PROJECTS = { node: ['node', 'node-alone'], browser: ['browser'], e2e: ['e2e'] };
const NAMES = Object.keys(PROJECTS);

requireNode();
installDependencies();
buildStale();
const CHROMIUM_PATH = requireBrowser();

const [first, ...words] = process.argv.slice(2);
const projects = NAMES.includes(first) ? [first] : NAMES;
const rest = NAMES.includes(first) || first === undefined ? words : [first, ...words];

const total = { passed: 0, failed: 0 };
for (const project of projects) {
  const counts = runProject(project);
  total.passed += counts.passed;
  total.failed += counts.failed;
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

function runProject(project) {
  console.log(`\n── ${project} ──`);
  const report = join(root, '.build', `test-${project}.json`);
  rmSync(report, { force: true });
  mkdirSync(join(root, '.build'), { recursive: true });
  const args = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...PROJECTS[project].flatMap((name) => ['--project', name]),
  ];
  const result = spawnSync(
    process.execPath,
    [...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...rest],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, CHROMIUM_PATH },
    },
  );
  return countsOf(report, result.status);
}

/** A run that broke before or behind its tests counts as one failure: an exit code must never be lost. */
function countsOf(report, status) {
  let counts;
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
    counts = { passed: numPassedTests, failed: numFailedTests || numFailedTestSuites };
  } catch (error) {
    console.error(`No report of the tests: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
