// Made from the impact in the rules' pages by `npm run generate`.
import type { Linter } from 'eslint';

export const recommended: Linter.RulesRecord = {
};

export const strict: Linter.RulesRecord = {
};
