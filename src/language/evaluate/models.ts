import type { ModelReveal } from '../check/program.js';
import type { Fitted } from './fitted.js';
import { fitLinear } from './linear.js';
import { fitLogistic } from './logistic.js';
import type { World } from './world.js';

/** The model over the rows of all members in one place. */
export function fitModel(world: World, { model }: ModelReveal): Fitted {
  return model.tree.regression === 'linear' ? fitLinear(world, model) : fitLogistic(world, model);
}
