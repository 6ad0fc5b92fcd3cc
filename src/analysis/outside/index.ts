import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation } from '../facts.ts';
import type { FileContext } from '../file.ts';
import { RelationTests } from './relation-tests.ts';
import { RequestValues } from './request-values.ts';

/** An id that came with a request and is resumed before anything related it to the user. */
export interface OutsideId {
  /** The id argument. */
  readonly node: TSESTree.Expression;
  readonly creation: Creation;
  /** Whether whoever sent the request chose what an expression gives. */
  readonly isChosen: (node: TSESTree.Node) => boolean;
}

/** Every resumption of an id that came from outside unchecked, in source order. */
export function outsideIdsOf(context: FileContext, creations: readonly Creation[]): OutsideId[] {
  const resumed = creations.filter(({ how, user }) => how === 'resume' && user);
  if (resumed.length === 0) {
    return [];
  }
  const values = new RequestValues(context);
  const tests = new RelationTests(values);
  const isChosen = (node: TSESTree.Node): boolean => values.of(node).some(({ isOutside }) => isOutside);
  return resumed.flatMap(creation => {
    const node = creation.user!;
    const isUnchecked = values
      .of(node)
      .some(({ isOutside, key, via }) => isOutside && ![creation.call, ...via].some(site => tests.standBefore(site, key)));
    return isUnchecked ? [{ node, creation, isChosen }] : [];
  });
}
