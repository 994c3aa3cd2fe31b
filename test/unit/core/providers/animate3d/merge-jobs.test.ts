import { mergeJobs } from '@kinora/core/animate3d';
import type { ListedJob } from '@kinora/core/animate3d';
import { expect, test } from 'vitest';

const listed = (rid: string, ctime: number, fileName = ''): ListedJob => ({
  rid,
  fileName,
  fileSize: 0,
  fileDuration: 0,
  status: 'PROGRESS',
  ctime,
  mtime: ctime,
});

test('the list merges with the local DB: each job once, newest first', () => {
  const [new1, old, other] = [listed('new', 3000), listed('old', 1000, 'dance~k1.mp4'), listed('other', 2000, 'x.mp4')];
  const kept = [
    { rid: 'old', fileName: 'dance.mp4', ctime: 900 },
    { rid: 'purged', fileName: 'jump.mp4', ctime: 1500 },
    { rid: 'new', fileName: 'run.mp4' },
  ];
  expect(mergeJobs([old, new1, other], kept)).toEqual([
    { rid: 'new', fileName: 'run.mp4', ctime: 3000, listed: new1, isOwn: true },
    { rid: 'other', fileName: 'x.mp4', ctime: 2000, listed: other, isOwn: false },
    { rid: 'purged', fileName: 'jump.mp4', ctime: 1500, listed: undefined, isOwn: true },
    { rid: 'old', fileName: 'dance.mp4', ctime: 1000, listed: old, isOwn: true },
  ]);
});

test('a time that the service does not say is the program’s, and nothing at all is nothing', () => {
  expect(mergeJobs([listed('a', 0)], [{ rid: 'a', ctime: 5 }])).toMatchObject([{ rid: 'a', ctime: 5 }]);
  expect(mergeJobs([], [])).toEqual([]);
});
