import type { House } from '../../house.ts';
import type { Caller } from '../../http/caller.ts';
import type { StoredModel } from '../../records/records.ts';

/**
 * The characters that a caller may use. One that was uploaded in a session of a player is that player's alone, and the
 * account does not see it either; one of the account is everybody's.
 */
export function visibleModels(house: Pick<House, 'records'>, caller: Caller): StoredModel[] {
  return house.records.models().filter((model) => isVisible(model, caller));
}

export function visibleModel(house: Pick<House, 'records'>, caller: Caller, id: string): StoredModel | undefined {
  const model = house.records.model(id);
  return model && isVisible(model, caller) ? model : undefined;
}

/** True where the caller may change a character: a player only their own. */
export function isOwn(model: StoredModel, caller: Caller): boolean {
  return model.user === caller.user;
}

function isVisible({ user }: StoredModel, caller: Caller): boolean {
  return user === undefined || user === caller.user;
}
