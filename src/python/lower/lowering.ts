import { PythonSyntaxError, tokenize, type Comment, type Token } from '../syntax/tokens.ts';
import type { Argument, Block, ClassDefinition, Expression, FunctionDefinition, Module, Parameter, Statement } from '../syntax/tree.ts';
import { parseExpression } from '../syntax/parser.ts';
import { bindingsOf } from './bindings.ts';
import { Names } from './names.ts';
import { type LoweredNode, nodeMaker } from './nodes.ts';
import { Positions } from './positions.ts';
import { Reference, Scope, ScopeManager, type Definition, type Variable } from './scopes.ts';

/** What the code of a method calls its object, and which class that is of. */
export interface Self {
  readonly name: string;
  readonly isStatic: boolean;
  readonly owner: ClassFacts;
}

/** What the file says of one of its classes. */
export interface ClassFacts {
  readonly node: ClassDefinition;
  readonly methods: ReadonlyMap<string, FunctionDefinition>;
  /** Names that the class body gives a value, and no method writes through its object. */
  readonly shared: ReadonlySet<string>;
  /** The annotated fields of a class of data, which its constructor takes. */
  readonly data: readonly string[] | undefined;
}

/** The loop around some code, as a `break` in it sees it. */
export interface Loop {
  readonly label: string;
  readonly hasElse: boolean;
  /** Whether the code stands in a `match` inside the loop. */
  readonly isInMatch: boolean;
  /** Whether a `break` names the loop. */
  isNamed: boolean;
}

/** One file on its way from Python's tree to the tree that the analysis reads. */
export class Lowering {
  readonly positions: Positions;
  readonly names: Names;
  readonly scopes = new ScopeManager();
  readonly make: (type: string, start: number, end: number, properties?: object) => LoweredNode;
  readonly program: LoweredNode;
  readonly classes = new Map<string, ClassFacts>();
  /** The functions of the file by name; undefined where a name has several. */
  readonly functions = new Map<string, FunctionDefinition | undefined>();
  scope: Scope;
  self: Self | undefined;
  loop: Loop | undefined;
  #yields: readonly number[] | undefined;
  #methods: ReadonlySet<FunctionDefinition> | undefined;
  /** Names of the module that only functions write, each with its first write. */
  readonly ofModule: { variable: Variable; id: LoweredNode }[] = [];
  /** Declarations without a value that go to the beginning of the code around. */
  pending: LoweredNode[] = [];

  constructor(
    readonly text: string,
    readonly module: Module,
    readonly tokens: readonly Token[],
    comments: readonly Comment[],
  ) {
    this.positions = new Positions(text);
    this.names = new Names(tokens);
    this.make = nodeMaker(this.positions);
    this.program = this.make('Program', 0, text.length, { sourceType: 'module', body: [] });
    // few files have a suggestion that looks at them
    let nodes: LoweredNode[] | undefined;
    Object.defineProperties(this.program, {
      tokens: {
        get: () =>
          (nodes ??= tokens
            .filter(({ start, end, type }) => start < end && type !== 'newline' && type !== 'indent')
            .map(token => this.#token(token))),
      },
      comments: { value: comments.map(({ start, end }) => this.make('Line', start, end, { value: text.slice(start + 1, end) })) },
    });
    const global = this.scopes.add(new Scope('global', this.program, null));
    this.scope = this.scopes.add(new Scope('module', this.program, global));
  }

  #token({ type, text, start, end }: Token): LoweredNode {
    const kinds: Record<string, string> = { name: 'Identifier', number: 'Numeric', op: 'Punctuator', string: 'String' };
    return this.make(kinds[type] ?? 'Punctuator', start, end, { value: text || this.text.slice(start, end) });
  }

  /** Whether the word `yield` stands in a block. */
  mayYield({ start, end }: Block): boolean {
    this.#yields ??= this.tokens.flatMap(({ text, start: at }) => (text === 'yield' ? [at] : []));
    return this.#yields.some(at => start <= at && at < end);
  }

  // ---- names

  /** Binds the names that statements bind in the present scope. */
  bindAll(statements: readonly Statement[]): void {
    const { names, globals, nonlocals } = bindingsOf(statements);
    for (const name of names) {
      this.scope.declare(this.names.variable(name));
    }
    for (const name of globals) {
      if (this.scope.type !== 'module') {
        this.scope.outer.set(this.names.variable(name), 'global');
        this.scope.module.declare(this.names.variable(name));
      }
    }
    for (const name of nonlocals) {
      this.scope.outer.set(this.names.variable(name), 'nonlocal');
    }
  }

  /** An identifier that stands for nothing of its own: a property, a keyword, a name that the lowering brings. */
  word(name: string, start: number, end: number): LoweredNode {
    return this.make('Identifier', start, end, { name });
  }

  /** An identifier that reads a name. */
  read(name: string, start: number, end: number, kind: 'read' | 'type' = 'read'): LoweredNode {
    const variable = this.names.variable(name);
    const node = this.word(variable, start, end);
    this.#refer(node, variable, kind, null, false);
    return node;
  }

  /** An identifier that reads what one definition alone gives a name of the present scope. */
  readTwin(name: string, definition: Definition, start: number, end: number): LoweredNode {
    const twin = this.scope.twin(this.names.variable(name));
    twin.defs.push(definition);
    const node = this.word(twin.name, start, end);
    const reference = new Reference(node, this.scope, 'read', null, false, twin);
    this.scope.references.push(reference);
    twin.references.push(reference);
    return node;
  }

  /** Runs `work` in the nearest scope around whose names functions see. */
  outsideClass<T>(work: () => T): T {
    const present = this.scope;
    while (this.scope.type === 'class' && this.scope.upper) {
      this.scope = this.scope.upper;
    }
    const result = work();
    this.scope = present;
    return result;
  }

  /** An identifier that writes a name. */
  write(
    name: string,
    start: number,
    end: number,
    value: LoweredNode | null,
    options: { init?: boolean; update?: boolean } = {},
  ): LoweredNode {
    const variable = this.names.variable(name);
    const node = this.word(variable, start, end);
    this.#refer(node, variable, options.update ? 'update' : 'write', value, options.init ?? false);
    return node;
  }

  /** Notes that a default may be what a parameter holds. */
  noteDefault(name: string, id: LoweredNode, value: LoweredNode): void {
    this.#refer(id, this.names.variable(name), 'write', value, true);
  }

  #refer(node: LoweredNode, name: string, kind: Reference['kind'], value: LoweredNode | null, init: boolean): void {
    const resolved = this.scope.lookup(name);
    const reference = new Reference(node, this.scope, kind, value, init, resolved);
    this.scope.references.push(reference);
    if (resolved) {
      resolved.references.push(reference);
      for (let at: Scope | null = this.scope; at && at !== resolved.scope; at = at.upper) {
        at.through.push(reference);
      }
    } else {
      for (let at: Scope | null = this.scope; at; at = at.upper) {
        at.through.push(reference);
      }
    }
  }

  /** Notes where a name of the present scope is bound. */
  define(name: string, definition: Omit<Definition, 'parent'> & { parent?: LoweredNode | null }): Variable {
    const variable = this.scope.declare(this.names.variable(name));
    this.defineVariable(variable, definition);
    return variable;
  }

  defineVariable(variable: Variable, definition: Omit<Definition, 'parent'> & { parent?: LoweredNode | null }): void {
    variable.defs.push({ ...definition, parent: definition.parent ?? null });
    variable.identifiers.push(definition.name);
    this.scopes.noteDeclared(definition.node, variable);
  }

  /** Whether an assignment here is the first that binds a name of the present scope. */
  isNew(name: string): boolean {
    const variable = this.names.variable(name);
    return this.scope.type !== 'class' && !this.scope.outer.has(variable) && this.scope.set.get(variable)?.defs.length === 0;
  }

  /** `let name;` before everything else, for a name whose first assignment is no statement of its own. */
  declareAhead(name: string, start: number, end: number): void {
    if (this.isNew(name)) {
      this.#declareAhead(this.scope.declare(this.names.variable(name)), start, end);
    }
  }

  /** The same for a name that `:=` binds, which a comprehension hands to the scope around it. */
  declareAround(name: string, start: number, end: number): void {
    const variable = this.scope.lookup(this.names.variable(name));
    const isHandedOut =
      variable?.defs.length === 0 &&
      variable.scope !== this.scope &&
      variable.scope.type === 'function' &&
      !this.scope.outer.has(variable.name);
    if (variable && isHandedOut) {
      this.#declareAhead(variable, start, end);
    } else {
      this.declareAhead(name, start, end);
    }
  }

  #declareAhead(variable: Variable, start: number, end: number): void {
    const id = this.word(variable.name, start, end);
    const declarator = this.make('VariableDeclarator', start, end, { id, init: null });
    const declaration = this.make('VariableDeclaration', start, end, { kind: 'let', declarations: [declarator] });
    this.defineVariable(variable, { type: 'Variable', name: id, node: declarator, parent: declaration });
    this.pending.push(declaration);
  }

  /** `let name;` for every name of the module that only functions write. */
  declareForModule(): LoweredNode[] {
    return this.ofModule.flatMap(({ variable, id: { range } }) => {
      if (variable.defs.length > 0) {
        return [];
      }
      const id = this.word(variable.name, ...range);
      const declarator = this.make('VariableDeclarator', ...range, { id, init: null });
      const declaration = this.make('VariableDeclaration', ...range, { kind: 'let', declarations: [declarator] });
      this.defineVariable(variable, { type: 'Variable', name: id, node: declarator, parent: declaration });
      return [declaration];
    });
  }

  /** Whether a name is Python's own here. */
  isBuiltin(name: string): boolean {
    return this.scope.lookup(this.names.variable(name)) === null;
  }

  /** Whether an imported name comes from one of some modules. */
  definitionOf(name: string): Definition | undefined {
    return this.scope.lookup(this.names.variable(name))?.defs[0];
  }

  /** Runs `work` in a scope of its own; declarations that nothing in it placed go ahead of the code around. */
  inScope<T>(type: 'class' | 'function', block: LoweredNode, work: () => T): { result: T } {
    const { scope, pending } = this;
    this.scope = this.scopes.add(new Scope(type, block, scope));
    this.pending = [];
    const result = work();
    pending.push(...this.pending);
    this.scope = scope;
    this.pending = pending;
    return { result };
  }

  /** The expression that an annotation in quotes is. */
  quoted(start: number, end: number): Expression | undefined {
    const { tokens, failure } = tokenize(this.text, start, end, true);
    try {
      return failure ? undefined : parseExpression(this.text, tokens);
    } catch (error) {
      if (error instanceof PythonSyntaxError) {
        return undefined;
      }
      throw error;
    }
  }

  /** Whether a function is a method of a class that the file knows by its name. */
  #isMethod(node: FunctionDefinition): boolean {
    this.#methods ??= new Set([...this.classes.values()].flatMap(({ methods }) => [...methods.values()]));
    return this.#methods.has(node);
  }

  /** The parameters of what is called, when the file says which function that is. */
  signatureOf(callee: Expression): readonly Parameter[] | undefined {
    if (callee.type === 'Name') {
      const owner = this.classes.get(callee.id);
      if (owner) {
        return owner.methods.get('__init__')?.parameters.slice(1);
      }
      return this.functions.get(callee.id)?.parameters;
    }
    if (callee.type !== 'Attribute') {
      return undefined;
    }
    if (callee.value.type === 'Call' && callee.value.callee.type === 'Name' && callee.value.callee.id === 'super') {
      return undefined;
    }
    const isOwn = callee.value.type === 'Name' && callee.value.id === this.self?.name;
    const method = (isOwn ? this.self?.owner.methods.get(callee.name.id) : undefined) ?? this.functions.get(callee.name.id);
    if (!method) {
      return undefined;
    }
    const isBound = this.#isMethod(method) && !isStaticMethod(method);
    return isBound ? method.parameters.slice(1) : method.parameters;
  }
}

/** The last name of a decorator, or of any callee. */
export function lastNameOf(expression: Expression): string | undefined {
  switch (expression.type) {
    case 'Name':
      return expression.id;
    case 'Attribute':
      return expression.name.id;
    case 'Call':
      return lastNameOf(expression.callee);
    case 'Subscript':
      return lastNameOf(expression.value);
    default:
      return undefined;
  }
}

/** `a.b.c` of names only. */
export function dotted(expression: Expression): string | undefined {
  if (expression.type === 'Name') {
    return expression.id;
  }
  const above = expression.type === 'Attribute' ? dotted(expression.value) : undefined;
  return above === undefined ? undefined : `${above}.${(expression as { name: { id: string } }).name.id}`;
}

export function isStaticMethod(node: FunctionDefinition): boolean {
  return node.decorators.some(decorator => lastNameOf(decorator) === 'staticmethod');
}

export function hasDecorator(node: ClassDefinition | FunctionDefinition, name: string): boolean {
  return node.decorators.some(decorator => lastNameOf(decorator) === name);
}

/** The argument of a name. */
export function keyword(given: readonly Argument[], name: string): Expression | undefined {
  return given.find(argument => argument.name?.id === name)?.value;
}
