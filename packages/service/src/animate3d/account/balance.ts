import type { CreditBalanceAnswer, MinutesBalanceAnswer } from '@kinora/core/protocol';
import type { Context } from 'hono';
import type { House } from '../../house.ts';

/** `GET /account/creditBalance`: what is left, in credits. One is a second of video. */
export function answerCredits(house: House, context: Context): Response {
  return context.json({ credits: creditsLeft(house) } satisfies CreditBalanceAnswer);
}

/** `GET /account/minutesBalance`, the older unit: the minutes of video that the credits are good for. */
export function answerMinutes(house: House, context: Context): Response {
  return context.json({ minutes: rounded(creditsLeft(house) / 60) } satisfies MinutesBalanceAnswer);
}

export function creditsLeft({ credits, jobs }: Pick<House, 'credits' | 'jobs'>): number {
  return Math.max(0, rounded(credits - jobs.spentCredits));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
