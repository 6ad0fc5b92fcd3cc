import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { unwrap } from './may-throw.ts';
import { oncePer } from '../once-per.ts';

type Node = TSESTree.Node;
type Variable = TSESLint.Scope.Variable;
type ScopeManager = Readonly<TSESLint.Scope.ScopeManager>;

/** Longer paths are no names: reading `a.b` eight levels deep twice is a rare way to ask the same thing twice. */
const LONGEST_PATH = 8;

/** A variable, `this`, or a member of it: `options.slack`. */
export interface Path {
  /** Equal for equal paths only; a path inside another one starts with its key and a dot. */
  readonly key: string;
  readonly variable: Variable | undefined;
}

/** The names of a file, gone through once. */
export const namesOf = oncePer((scopeManager: ScopeManager) => new Names(scopeManager));

/** Tells the names of one file apart, so that a shadowed variable is another one. */
export class Names {
  readonly #variables = new Map<Node, Variable>();
  readonly #ids = new Map<Variable, number>();

  constructor(scopeManager: ScopeManager) {
    for (const { variables, references } of scopeManager.scopes) {
      for (const variable of variables) {
        // The name of a class is also a variable inside of the class, whose scope comes later.
        for (const name of variable.identifiers) if (!this.#variables.has(name)) this.#variables.set(name, variable);
      }
      for (const { identifier, resolved } of references) if (resolved) this.#variables.set(identifier, resolved);
    }
  }

  /** The path that `node` reads or writes, or undefined when it is more than a name. */
  pathOf(node: Node): Path | undefined {
    const members: string[] = [];
    let inner = unwrap(node);
    while (inner.type === 'MemberExpression') {
      const name = memberName(inner);
      if (name === undefined || members.length === LONGEST_PATH) return undefined;
      members.unshift(name);
      inner = unwrap(inner.object);
    }
    switch (inner.type) {
      case 'Identifier':
      case 'JSXIdentifier': {
        const variable = this.#variables.get(inner);
        return { key: [variable ? this.#id(variable) : inner.name, ...members].join('.'), variable };
      }
      case 'Super':
      case 'ThisExpression':
        return { key: ['this', ...members].join('.'), variable: undefined };
      default:
        return undefined;
    }
  }

  #id(variable: Variable): string {
    const id = this.#ids.get(variable) ?? this.#ids.size;
    this.#ids.set(variable, id);
    return `${id}:${variable.name}`;
  }
}

function memberName({ computed, property }: TSESTree.MemberExpression): string | undefined {
  if (property.type === 'PrivateIdentifier') return `#${property.name}`;
  if (!computed) return property.type === 'Identifier' ? property.name : undefined;
  if (property.type !== 'Literal') return undefined;
  const name = String(property.value);
  return /^[\w$]+$/u.test(name) ? name : undefined;
}
