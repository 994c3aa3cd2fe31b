/** A person made of formulas, a toy robot from the same tools, and a dance. No input data. */
export { BEATS_PER_SECOND } from './dance/choreography.ts';
export { danceClip, DANCE_SECONDS, performerRig } from './dance/dance.ts';
export { footAtBeat } from './dance/footwork.ts';
export { makeHuman } from './human/human.ts';
export { makeRobot } from './robot/robot.ts';
export { writeFigure } from './glb/write-figure.ts';
