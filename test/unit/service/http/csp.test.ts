import { expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../../packages/service/src/http/csp.ts';
import { CONTENT_SECURITY_POLICY as OF_THE_SCRIPTS } from '../../../../scripts/lib/csp.mjs';

test('the service sends the policy under which the demo is tested', () => {
  expect(CONTENT_SECURITY_POLICY).toBe(OF_THE_SCRIPTS);
});
