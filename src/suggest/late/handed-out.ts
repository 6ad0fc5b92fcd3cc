import type { TSESTree } from '@typescript-eslint/utils';
import type { LateUse, Variable } from '../../analysis/index.ts';
import { awaited, isNamed, nodesBelow, propertyName, unwrapped } from '../../analysis/tree.ts';
import { builderName, sessionMember } from '../../sdk/model.ts';
import type { Draft } from '../draft.ts';
import { isPropertyName, variableOf } from '../names.ts';

type Node = TSESTree.Node;

/** How an expression stands to a session: another name of it, what it handed out, what was built around that, or data. */
export type Relation = 'alias' | 'built' | 'data' | 'tools';

/** What an initialiser makes of a session that it reads. */
export function relationOf(init: Node): Relation {
  const inner = awaited(init);
  switch (inner.type) {
    case 'Identifier':
      return 'alias';
    case 'MemberExpression':
      return sessionMember(firstMember(inner)) === 'tools' ? 'tools' : 'data';
    case 'CallExpression': {
      const callee = unwrapped(inner.callee);
      if (callee.type === 'MemberExpression' && sessionMember(propertyName(callee)) === 'fetch') {
        return 'tools';
      }
      return isNamed(callee, builderName) ? 'built' : 'data';
    }
    case 'NewExpression':
      return 'built';
    default:
      return 'data';
  }
}

/** `mcp` of `session.mcp.url`. */
function firstMember(node: TSESTree.MemberExpression): string | undefined {
  const object = unwrapped(node.object);
  return object.type === 'MemberExpression' ? firstMember(object) : propertyName(node);
}

/** The one variable that a statement declares and fills. */
export interface Declared {
  readonly statement: TSESTree.VariableDeclaration;
  readonly variable: Variable;
  readonly id: TSESTree.Identifier;
  readonly init: TSESTree.Expression;
}

/** What a statement declares, when it is one variable with an initialiser. */
export function declaredBy(statement: Node | undefined, { sourceCode }: Draft): Declared | undefined {
  const declarator =
    statement?.type === 'VariableDeclaration' && statement.declarations.length === 1 ? statement.declarations[0] : undefined;
  if (statement?.type !== 'VariableDeclaration' || declarator?.id.type !== 'Identifier' || !declarator.init) {
    return undefined;
  }
  const variable = variableOf(sourceCode, declarator.id);
  return variable && { statement, variable, id: declarator.id, init: declarator.init };
}

/** Whether some code names one of `variables`. */
export function namesAny(node: Node, variables: ReadonlySet<Variable>, { sourceCode }: Draft): boolean {
  for (const inner of nodesBelow(node, sourceCode.visitorKeys)) {
    const variable = inner.type === 'Identifier' && !isPropertyName(inner) ? variableOf(sourceCode, inner) : undefined;
    if (variable && variables.has(variable)) {
      return true;
    }
  }
  return false;
}

/** Whether the session in a variable is updated behind a position: what was taken from it by then is outdated there. */
export function isUpdatedBehind({ references }: Variable, position: number): boolean {
  return references.some(({ identifier }) => {
    const { parent } = identifier as Node;
    return (
      identifier.range[0] >= position &&
      parent?.type === 'MemberExpression' &&
      parent.object === identifier &&
      propertyName(parent) === 'update'
    );
  });
}

/** Whether something behind a position makes the session stale: what is reported now hides what comes there. */
export function isStaleBehind({ causes, by }: Pick<LateUse, 'by' | 'causes'>, position: number): boolean {
  return causes.some(
    cause => cause.kind !== 'delete' && cause.kind !== 'update' && cause.node !== by.node && cause.node.range[0] >= position,
  );
}
