import { addTo } from '../../analysis/grouped.ts';
import type { LoweredNode } from './nodes.ts';

/** What a name is bound by. */
export interface Definition {
  readonly type: 'CatchClause' | 'ClassName' | 'FunctionName' | 'ImportBinding' | 'Parameter' | 'Variable';
  readonly name: LoweredNode;
  readonly node: LoweredNode;
  readonly parent: LoweredNode | null;
}

/** A name of a scope, in the form of eslint-scope. */
export class Variable {
  readonly identifiers: LoweredNode[] = [];
  readonly references: Reference[] = [];
  readonly defs: Definition[] = [];

  constructor(
    readonly name: string,
    readonly scope: Scope,
  ) {}
}

export class Reference {
  constructor(
    readonly identifier: LoweredNode,
    readonly from: Scope,
    readonly kind: 'read' | 'type' | 'update' | 'write',
    readonly writeExpr: LoweredNode | null,
    readonly init: boolean,
    public resolved: Variable | null,
  ) {}

  get isTypeReference(): boolean {
    return this.kind === 'type';
  }

  get isValueReference(): boolean {
    return this.kind !== 'type';
  }

  isWrite(): boolean {
    return this.kind === 'write' || this.kind === 'update';
  }

  isRead(): boolean {
    return this.kind !== 'write';
  }
}

/**
 * A scope of Python: the module, a function (or lambda, or comprehension), or the body of a class, whose names the
 * functions inside it do not see.
 */
export class Scope {
  readonly set = new Map<string, Variable>();
  readonly variables: Variable[] = [];
  readonly references: Reference[] = [];
  readonly through: Reference[] = [];
  readonly childScopes: Scope[] = [];
  /** Names that `global` and `nonlocal` hand to a scope outside. */
  readonly outer = new Map<string, 'global' | 'nonlocal'>();

  constructor(
    readonly type: 'class' | 'function' | 'global' | 'module',
    readonly block: LoweredNode,
    readonly upper: Scope | null,
  ) {
    upper?.childScopes.push(this);
  }

  get variableScope(): Scope {
    return this;
  }

  /** The variable of that name, made when it is new. */
  declare(name: string): Variable {
    let variable = this.set.get(name);
    if (!variable) {
      this.set.set(name, (variable = new Variable(name, this)));
      this.variables.push(variable);
    }
    return variable;
  }

  /** Another variable of that name, which no code names. */
  twin(name: string): Variable {
    const variable = new Variable(name, this);
    this.variables.push(variable);
    return variable;
  }

  /** The variable that a name means here. */
  lookup(name: string): Variable | null {
    const outer = this.outer.get(name);
    if (outer === 'global') {
      return this.module.set.get(name) ?? null;
    }
    if (!outer && this.set.has(name)) {
      return this.set.get(name)!;
    }
    for (let at = this.upper; at; at = at.upper) {
      if (at.type !== 'class' && !at.outer.has(name) && at.set.has(name)) {
        return at.set.get(name)!;
      }
      if (at.outer.get(name) === 'global') {
        return this.module.set.get(name) ?? null;
      }
    }
    return null;
  }

  get module(): Scope {
    return this.type === 'module' || !this.upper ? this : this.upper.module;
  }
}

/** What the analysis asks of the scopes of a file. */
export class ScopeManager {
  readonly scopes: Scope[] = [];
  readonly #declared = new Map<LoweredNode, Variable[]>();
  readonly #acquired = new Map<LoweredNode, Scope[]>();

  add(scope: Scope): Scope {
    this.scopes.push(scope);
    addTo(this.#acquired, scope.block, scope);
    return scope;
  }

  noteDeclared(node: LoweredNode, variable: Variable): void {
    const known = this.#declared.get(node);
    if (!known) {
      this.#declared.set(node, [variable]);
    } else if (!known.includes(variable)) {
      known.push(variable);
    }
  }

  acquire(node: LoweredNode, inner = false): Scope | null {
    const scopes = this.#acquired.get(node);
    return (inner ? scopes?.at(-1) : scopes?.[0]) ?? null;
  }

  getDeclaredVariables(node: LoweredNode): Variable[] {
    return this.#declared.get(node) ?? [];
  }
}
