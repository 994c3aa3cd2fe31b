import { writeFileSync } from 'node:fs';
import { makePerson, PEOPLE, makeRobot, writeFigure } from './index.ts';

// `npm run build -w @kinora/performer`: writes the avatars next to the built code.
const dist = new URL('./', import.meta.url);
writeFileSync(new URL('performer.glb', dist), writeFigure(makePerson(PEOPLE.leo)));
writeFileSync(new URL('robot.glb', dist), writeFigure(makeRobot()));
