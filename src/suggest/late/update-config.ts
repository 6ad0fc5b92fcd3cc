import type { TSESTree } from '@typescript-eslint/utils';
import type { LateUse } from '../../analysis/index.ts';
import { isAmong, isPropertyNamed, nodesBelow, propertyName, unwrapped } from '../../analysis/tree.ts';
import { configKeys, updateKeys } from '../../sdk/model.ts';
import type { Draft } from '../draft.ts';
import { quoteOf } from '../lists.ts';
import { isPropertyName, isSeenAt, memberText, variableOf } from '../names.ts';

type Node = TSESTree.Node;
type Effect = LateUse['by'];
type Path = Extract<Effect, { readonly paths: unknown }>['paths'][number];

/**
 * The argument of an `update` that tells the session what has changed, with the keys that have and no others.
 *
 * | creation                          | change                     | argument                        |
 * | --------------------------------- | -------------------------- | ------------------------------- |
 * | `create(u, { toolkits, tags })`   | `toolkits.push(x)`         | `{ toolkits }`                  |
 * | `create(u, config)`               | `config.toolkits.push(x)`  | `{ toolkits: config.toolkits }` |
 * | `create(u, config)`               | `config = …`               | `config`, when a literal of it has nothing else |
 * | any                               | `delete config.toolkits`, a connection, the user | none      |
 *
 * Where another function updates, at `place`, a variable of the creating one stands for what it was declared with.
 */
export function updateText(causes: readonly Effect[], made: Node, draft: Draft, place = made): string | undefined {
  const { sourceCode } = draft;
  const argument = made.type === 'CallExpression' ? made.arguments[1] : undefined;
  const given = argument && unwrapped(argument);
  const config = given && !isSeenAt(given, place, sourceCode) ? literalOf(given, draft) : given;
  if (!config || config.type === 'SpreadElement' || !isSeenAt(config, place, sourceCode)) {
    return undefined;
  }
  const properties = new Set<string>();
  for (const cause of causes) {
    const isWrite = (cause.kind === 'write' && cause.node.type !== 'UnaryExpression') || cause.kind === 'mutate';
    const changed = isWrite
      ? config.type === 'ObjectExpression'
        ? ofLiteral(config, cause.paths, draft)
        : ofName(config, cause.paths, draft)
      : undefined;
    if (!changed) {
      return undefined;
    }
    changed.forEach(property => properties.add(property));
  }
  const [only] = properties;
  const written = sourceCode.getText(config);
  if (draft.dialect.isPython) {
    // the keywords of a call are a literal to the analysis: `toolkits=toolkits`
    return properties.has(written) && config.type !== 'ObjectExpression'
      ? properties.size === 1
        ? `**${written}`
        : undefined
      : [...properties].join(', ') || undefined;
  }
  const isWhole = properties.size === 1 && only === written;
  return isWhole ? only : properties.size > 0 && !properties.has(written) ? `{ ${[...properties].join(', ')} }` : undefined;
}

/** The properties of a literal that read what changed, as they are written; undefined where one of them cannot be updated. */
function ofLiteral({ properties }: TSESTree.ObjectExpression, paths: readonly Path[], draft: Draft): string[] | undefined {
  const changed = properties.filter(property => paths.some(path => reads(property, path, draft)));
  const areKeys = changed.every(property => property.type === 'Property' && !property.computed && isPropertyNamed(property, updateKeys));
  return areKeys && changed.length > 0 ? changed.map(property => draft.sourceCode.getText(property)) : undefined;
}

function ofName(config: Node, paths: readonly Path[], draft: Draft): string[] | undefined {
  const written = memberText(config);
  const names = written.split('.');
  for (const path of paths) {
    const isBelow = nameOf(path.root) === names[0] && names.slice(1).every((name, index) => path.members[index] === name);
    const key = isBelow ? path.members[names.length - 1] : undefined;
    if (key !== undefined && updateKeys.has(key)) {
      return [entryOf(config, key, draft)];
    }
  }
  const literal = literalOf(config, draft);
  if (!literal) {
    return undefined;
  }
  const isWhole = paths.some(path => nameOf(path.root) === written && !isAmong(path.members[0], configKeys));
  if (isWhole) {
    return literal.properties.every(property => property.type === 'Property' && isPropertyNamed(property, updateKeys))
      ? [written]
      : undefined;
  }
  const changed = ofLiteral(literal, paths, draft);
  return changed && literal.properties.flatMap(property => {
    const isChanged = property.type === 'Property' && changed.includes(draft.sourceCode.getText(property));
    return isChanged ? [entryOf(config, propertyName(property)!, draft)] : [];
  });
}

/** `toolkits: config.toolkits`; in Python, `toolkits=config["toolkits"]`. */
function entryOf(config: Node, key: string, { dialect, sourceCode }: Draft): string {
  const written = sourceCode.getText(config);
  if (!dialect.isPython) {
    return `${key}: ${written}.${key}`;
  }
  const quote = quoteOf(sourceCode);
  return `${dialect.word(key)}=${written}[${quote}${dialect.word(key)}${quote}]`;
}

function nameOf(root: Path['root']): string {
  return root === 'this' ? root : root.name;
}

/** The literal that a variable was declared with. */
function literalOf(config: Node, { sourceCode }: Draft): TSESTree.ObjectExpression | undefined {
  const declarator = variableOf(sourceCode, config)?.defs[0]?.node as Node | undefined;
  const init = declarator?.type === 'VariableDeclarator' && declarator.init ? unwrapped(declarator.init) : undefined;
  return init?.type === 'ObjectExpression' ? init : undefined;
}

/** Whether code reads a place, or something that it is part of. */
function reads(node: Node, { root, members }: Path, { sourceCode }: Draft): boolean {
  for (const inner of nodesBelow(node, sourceCode.visitorKeys)) {
    if (root === 'this') {
      const isField = inner.type === 'MemberExpression' && inner.object.type === 'ThisExpression';
      if (isField && propertyName(inner) === members[0]) {
        return true;
      }
    } else if (inner.type === 'Identifier' && !isPropertyName(inner) && variableOf(sourceCode, inner) === root) {
      return true;
    }
  }
  return false;
}
