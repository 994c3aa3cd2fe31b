import { isKinoraError } from '../../../errors.ts';
import { readCreditBalanceAnswer, readMinutesBalanceAnswer } from '../wire/account.ts';
import { ANIMATE3D_PATHS } from '../wire/paths.ts';
import type { Endpoints } from './endpoints.ts';
import type { CallOptions } from './transport/transport.ts';

/** What is left on an account. May be a fraction. */
export interface Balance {
  /** Older services count minutes of video. */
  readonly unit: 'credits' | 'minutes';
  readonly value: number;
}

export interface AccountApi {
  /** `GET /account/creditBalance`, and where a service does not have it `GET /account/minutesBalance`. */
  balance(options?: CallOptions): Promise<Balance>;
}

export function accountApi({ transport }: Endpoints): AccountApi {
  const what = 'ask for the balance';
  return {
    balance: async ({ signal } = {}) => {
      try {
        const path = ANIMATE3D_PATHS.creditBalance;
        const { credits } = await transport.call({ what, path, parse: readCreditBalanceAnswer, signal });
        return { unit: 'credits', value: credits };
      } catch (error) {
        if (!isKinoraError(error) || error.code !== 'http/not-found') throw error;
        const path = ANIMATE3D_PATHS.minutesBalance;
        const { minutes } = await transport.call({ what, path, parse: readMinutesBalanceAnswer, signal });
        return { unit: 'minutes', value: minutes };
      }
    },
  };
}
