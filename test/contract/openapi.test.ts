import { afterAll, beforeAll, expect, test } from 'vitest';
import { createService } from '@kinora/service';
import { openApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

interface Operation {
  readonly summary: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

let app: TestApp;
let document: Document;
beforeAll(async () => {
  app = await openApp();
  const response = await app.request('/openapi.json');
  expect(response.status).toBe(200);
  document = (await response.json()) as Document;
});
afterAll(() => app.close());

test('names exactly the endpoints that there are', () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routed = createService(app.house)
    .routes.filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/kinora'))
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{link}')}`);
  expect(described.sort()).toEqual([...new Set(routed)].sort());
});

test('names the parameters of each path, and what it refers to', () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters = [], summary, responses } of Object.values(methods)) {
      expect(
        parameters.filter((each) => each.in === 'path').map(({ name }) => name),
        path,
      ).toEqual(names);
      expect(summary.length).toBeGreaterThan(5);
      expect(responses).toHaveProperty('200');
    }
  }
  const text = JSON.stringify(document);
  const refs = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!);
  expect(refs.filter((name) => !(name in document.components.schemas))).toEqual([]);
  expect(document.openapi).toBe('3.1.0');
});
