import { isAmong } from '../../analysis/tree.ts';
import { dataBases, dataDecorators, lazyDecorators } from '../../sdk/python.ts';
import type { Block, ClassDefinition, Expression, FunctionDefinition, Statement } from '../syntax/tree.ts';
import { lowerExpression, member } from './expressions.ts';
import { annotation, fillFunction } from './functions.ts';
import { type ClassFacts, hasDecorator, isStaticMethod, keyword, lastNameOf, type Lowering } from './lowering.ts';
import { camelCase } from './names.ts';
import type { LoweredNode } from './nodes.ts';
import type { Definition } from './scopes.ts';
import { lowerStatements } from './statements.ts';

/** What unittest and pytest call: tests, and what they run before and after them. */
const testNames =
  /^test_|^(?:async)?(?:[sS]etUp|[tT]earDown)(?:Class|Module|TestData)?$|^(?:setup|teardown)_(?:class|function|method|module)$/u;

/** `def f(): …`; inside a method it is an arrow function, which keeps the method's `this`. */
export function lowerFunction(at: Lowering, node: FunctionDefinition): LoweredNode[] {
  const { name, start, end } = node;
  const decorators = lowerDecorators(at, node.decorators);
  const isTest = testNames.test(name.id) || hasDecorator(node, 'fixture');
  if (at.self) {
    const arrow = at.make('ArrowFunctionExpression', node.head, end, { id: null, decorators, isTest });
    fillFunction(at, node, arrow, node.parameters);
    if (!at.isNew(name.id)) {
      const left = at.write(name.id, name.start, name.end, arrow);
      return [
        at.make('ExpressionStatement', start, end, {
          expression: at.make('AssignmentExpression', start, end, { operator: '=', left, right: arrow }),
        }),
      ];
    }
    const declarator = at.make('VariableDeclarator', start, end, { init: arrow });
    const whole = at.make('VariableDeclaration', start, end, { kind: 'const', declarations: [declarator] });
    const id = at.write(name.id, name.start, name.end, arrow, { init: true });
    at.define(name.id, { type: 'Variable', name: id, node: declarator, parent: whole });
    Object.assign(declarator, { id });
    return [whole];
  }
  const declared = at.make('FunctionDeclaration', start, end, { decorators, isTest });
  const id = at.word(at.names.variable(name.id), name.start, name.end);
  const variable = at.scope.lookup(at.names.variable(name.id)) ?? at.scope.declare(at.names.variable(name.id));
  const definition = { type: 'FunctionName', name: id, node: declared, parent: null } as const;
  at.defineVariable(variable, definition);
  Object.assign(declared, { id });
  const whole = fillFunction(at, node, declared, node.parameters);
  const wrapping = wrapped(at, node, definition);
  return [Object.assign(whole, { isWrapped: wrapping.length > 0 }), ...wrapping];
}

/**
 * `@own def f(): …` with a function of the file: `f = own(f)`. What is wrapped goes by another variable than the result,
 * which would seem to call itself.
 */
function wrapped(at: Lowering, { name, decorators }: FunctionDefinition, declared: Definition): LoweredNode[] {
  const own = decorators.filter(decorator => {
    const callee = decorator.type === 'Call' ? decorator.callee : decorator;
    return callee.type === 'Name' && at.functions.get(callee.id) && at.definitionOf(callee.id)?.type === 'FunctionName';
  });
  const [outermost] = own;
  if (!outermost) {
    return [];
  }
  const { start, end } = outermost;
  const result = own.reduceRight<LoweredNode>(
    (given, decorator) =>
      at.make('CallExpression', decorator.start, decorator.end, {
        callee: lowerExpression(at, decorator),
        arguments: [given],
        optional: false,
      }),
    at.readTwin(name.id, declared, start, end),
  );
  const left = at.write(name.id, start, end, result);
  return [
    at.make('ExpressionStatement', start, end, {
      expression: at.make('AssignmentExpression', start, end, { operator: '=', left, right: result }),
    }),
  ];
}

/** `@wraps(f)` only hands on what `f` is called. */
function lowerDecorators(at: Lowering, decorators: readonly Expression[]): LoweredNode[] {
  return decorators
    .filter(decorator => lastNameOf(decorator) !== 'wraps')
    .map(decorator =>
      at.make('Decorator', at.text.lastIndexOf('@', decorator.start), decorator.end, { expression: lowerExpression(at, decorator) }),
    );
}

/** What the file says of its classes and functions, before anything is lowered. */
export function collectDefinitions(at: Lowering, statements: readonly Statement[]): void {
  for (const node of within(statements)) {
    if (node.type === 'Function') {
      at.functions.set(node.name.id, at.functions.has(node.name.id) ? undefined : node);
    } else if (node.type === 'Class') {
      at.classes.set(node.name.id, factsOf(node));
    }
  }
}

/** Statements and the statements inside them, in their order. */
export function within(statements: readonly Statement[], into: Statement[] = []): readonly Statement[] {
  for (const statement of statements) {
    into.push(statement);
    for (const block of blocksOf(statement)) {
      if (block) {
        within(block.statements, into);
      }
    }
  }
  return into;
}

function blocksOf(statement: Statement): readonly (Block | undefined)[] {
  switch (statement.type) {
    case 'Class':
    case 'Function':
    case 'With':
      return [statement.body];
    case 'For':
    case 'IfStatement':
    case 'While':
      return [statement.body, statement.orElse];
    case 'Match':
      return statement.cases.map(({ body }) => body);
    case 'Try':
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.orElse, statement.final];
    default:
      return [];
  }
}

function factsOf(node: ClassDefinition): ClassFacts {
  const methods = new Map<string, FunctionDefinition>();
  const given: string[] = [];
  const fields: string[] = [];
  for (const statement of node.body.statements) {
    if (statement.type === 'Function') {
      methods.set(statement.name.id, statement);
    } else if (statement.type === 'Assign') {
      given.push(...statement.targets.flatMap(target => (target.type === 'Name' ? [target.id] : [])));
    } else if (statement.type === 'AnnotatedAssign' && statement.target.type === 'Name') {
      fields.push(statement.target.id);
      if (statement.value) {
        given.push(statement.target.id);
      }
    }
  }
  const isData =
    !methods.has('__init__') &&
    (node.decorators.some(each => isAmong(lastNameOf(each), dataDecorators)) ||
      node.bases.some(({ value }) => isAmong(lastNameOf(value), dataBases)));
  const written = new Set([...methods.values()].flatMap(method => writtenBy(method)));
  return { node, methods, shared: new Set(isData ? [] : given.filter(name => !written.has(name))), data: isData ? fields : undefined };
}

/** The fields that a method writes through its object. */
function writtenBy(method: FunctionDefinition): string[] {
  const self = method.parameters[0]?.name.id;
  if (isStaticMethod(method) || hasDecorator(method, 'classmethod') || self === undefined) {
    return [];
  }
  const names: string[] = [];
  const add = (target: Expression): void => {
    if (target.type === 'Attribute' && target.value.type === 'Name' && target.value.id === self) {
      names.push(target.name.id);
    } else if (target.type === 'Tuple' || target.type === 'List') {
      target.elements.forEach(add);
    }
  };
  for (const statement of within(method.body.statements)) {
    if (statement.type === 'Assign') {
      statement.targets.forEach(add);
    } else if (statement.type === 'AnnotatedAssign' || statement.type === 'AugmentedAssign' || statement.type === 'For') {
      add(statement.target);
    } else if (statement.type === 'With') {
      statement.items.forEach(({ target }) => target && add(target));
    }
  }
  return names;
}

const noBases = /^(?:object|ABC|Generic|Protocol|Enum)$/u;

/**
 * A class.
 *
 * | Python                                             | becomes                                                |
 * | -------------------------------------------------- | ------------------------------------------------------ |
 * | `__init__`                                         | the constructor                                        |
 * | `@staticmethod`, `@classmethod`                    | a static method; `cls` is its `this`                   |
 * | `@property`, `@x.setter`                           | an accessor                                            |
 * | `@cached_property`                                 | an accessor that fills a field when it is first read   |
 * | `x = v` in the body, that no method writes         | a static field, also where it is read through `self`   |
 * | `x = v` in the body, that a method writes          | a field                                                |
 * | annotated fields of a dataclass or model           | parameters of the constructor that set fields          |
 */
export function lowerClass(at: Lowering, node: ClassDefinition): LoweredNode {
  const { name, start, end } = node;
  const owner = at.classes.get(name.id)?.node === node ? at.classes.get(name.id)! : factsOf(node);
  const decorators = lowerDecorators(at, node.decorators);
  const bases = node.bases.filter(base => !base.name && !base.isMapping && !isAmong(lastNameOf(base.value), noBases));
  const base = bases.find(({ value }) => isAmong(lastNameOf(value), at.classes)) ?? bases[0];
  const declared = at.make('ClassDeclaration', start, end, {
    decorators,
    superClass: base ? lowerExpression(at, base.value) : null,
    implements: [],
  });
  const id = at.word(at.names.variable(name.id), name.start, name.end);
  const variable = at.scope.lookup(at.names.variable(name.id)) ?? at.scope.declare(at.names.variable(name.id));
  at.defineVariable(variable, { type: 'ClassName', name: id, node: declared });
  const { self } = at;
  const { result } = at.inScope('class', declared, () => {
    at.bindAll(node.body.statements);
    at.self = undefined;
    const members = node.body.statements.flatMap(statement => lowerMember(at, owner, statement));
    return owner.data ? [...dataConstructor(at, node), ...members] : members;
  });
  at.self = self;
  const body = at.make('ClassBody', node.body.start, node.body.end, { body: result });
  return Object.assign(declared, { id, body });
}

function lowerMember(at: Lowering, owner: ClassFacts, statement: Statement): LoweredNode[] {
  const { start, end } = statement;
  switch (statement.type) {
    case 'Function':
      return [lowerMethod(at, owner, statement)];
    case 'AnnotatedAssign':
      if (statement.target.type !== 'Name' || owner.data) {
        return [];
      }
      return [fieldOf(at, owner, statement.target, statement.value, start, end, statement.annotation)];
    case 'Assign': {
      const [target] = statement.targets;
      return target?.type === 'Name' ? [fieldOf(at, owner, target, statement.value, start, end)] : [];
    }
    case 'Pass':
      return [];
    case 'Expression':
      if (statement.value.type === 'Text') {
        return [];
      }
      break;
    default:
  }
  return [at.make('StaticBlock', start, end, { body: lowerStatements(at, [statement]) })];
}

function fieldOf(
  at: Lowering,
  owner: ClassFacts,
  target: { id: string; start: number; end: number },
  value: Expression | undefined,
  start: number,
  end: number,
  type?: Expression,
): LoweredNode {
  return at.make('PropertyDefinition', start, end, {
    key: at.word(at.names.property(target.id), target.start, target.end),
    value: value ? lowerExpression(at, value) : null,
    ...(type ? { typeAnnotation: annotation(at, type) } : {}),
    computed: false,
    static: owner.shared.has(target.id),
    declare: false,
    decorators: [],
  });
}

function lowerMethod(at: Lowering, owner: ClassFacts, node: FunctionDefinition): LoweredNode {
  const { start, end, name } = node;
  const isClassMethod = hasDecorator(node, 'classmethod') || name.id === '__new__' || name.id === '__init_subclass__';
  const isStatic = isStaticMethod(node) || isClassMethod;
  const decorators = lowerDecorators(at, node.decorators);
  const lazy = node.decorators.find(each => lazyDecorators.has(camelCase(lastNameOf(each) ?? '')));
  const isSetter = node.decorators.some(each => each.type === 'Attribute' && each.name.id === 'setter');
  const isGetter = hasDecorator(node, 'property') || lazy !== undefined;
  const kind = name.id === '__init__' ? 'constructor' : isSetter ? 'set' : isGetter ? 'get' : 'method';
  const value = at.make('FunctionExpression', node.head, end, { id: null, isTest: testNames.test(name.id) });
  const isBound = !isStaticMethod(node) && node.parameters[0]?.kind === 'plain';
  at.self = isBound ? { name: node.parameters[0]!.name.id, isStatic, owner } : undefined;
  fillFunction(at, node, value, isBound ? node.parameters.slice(1) : node.parameters);
  at.self = undefined;
  const key = at.word(kind === 'constructor' ? 'constructor' : at.names.property(name.id), name.start, name.end);
  if (lazy) {
    value['body'] = lazyBody(at, node, lazy, value, key);
  }
  const accessibility = /^_(?!_.*__$)/u.test(name.id) ? 'private' : 'public';
  return at.make('MethodDefinition', start, end, {
    key,
    value,
    kind,
    static: isStatic,
    computed: false,
    accessibility,
    decorators: lazy ? [] : decorators,
  });
}

/** `@cached_property`: the getter fills a field with what the function gives, the first time that it is read. */
function lazyBody(at: Lowering, node: FunctionDefinition, lazy: Expression, value: LoweredNode, key: LoweredNode): LoweredNode {
  const from = at.text.lastIndexOf('@', lazy.start);
  const { end } = node;
  const made = at.make('ArrowFunctionExpression', node.body.start, end, {
    id: null,
    params: [],
    body: value['body'],
    async: false,
    generator: false,
    expression: false,
  });
  const field = (): LoweredNode => member(at, at.make('ThisExpression', from, from), String(key['name']), from, from, lazy);
  const right = call0(at, made, node.body.start, end);
  const store = at.make('AssignmentExpression', from, end, { operator: '??=', left: field(), right });
  return at.make('BlockStatement', from, end, {
    body: [at.make('ReturnStatement', from, end, { argument: store })],
  });
}

function call0(at: Lowering, callee: LoweredNode, start: number, end: number): LoweredNode {
  return at.make('CallExpression', start, end, { callee, arguments: [], optional: false });
}

/** The constructor that a dataclass or model has without writing it. */
function dataConstructor(at: Lowering, node: ClassDefinition): LoweredNode[] {
  const fields = node.body.statements.flatMap(statement =>
    statement.type === 'AnnotatedAssign' && statement.target.type === 'Name' ? [{ ...statement, target: statement.target }] : [],
  );
  const [first] = fields;
  const last = fields.at(-1);
  if (!first || !last) {
    return [];
  }
  const value = at.make('FunctionExpression', first.start, last.end, { id: null, async: false, generator: false, expression: false });
  const { result: params } = at.inScope('function', value, () =>
    fields.map(({ target, annotation: type, value: initial, start, end }) => {
      const id = at.make('Identifier', target.start, target.end, {
        name: at.names.property(target.id),
        typeAnnotation: annotation(at, type),
      });
      const variable = at.scope.declare(at.names.property(target.id));
      at.defineVariable(variable, { type: 'Parameter', name: id, node: value });
      const factory =
        initial?.type === 'Call' && isAmong(lastNameOf(initial), /^(?:field|Field|attrib|ib)$/u)
          ? (keyword(initial.given, 'default_factory') ?? keyword(initial.given, 'factory'))
          : undefined;
      const given =
        factory && initial ? ({ type: 'Call', callee: factory, given: [], start: initial.start, end: initial.end } as const) : initial;
      const parameter = given ? at.make('AssignmentPattern', start, end, { left: id, right: lowerExpression(at, given) }) : id;
      return at.make('TSParameterProperty', start, end, { parameter, accessibility: 'public', decorators: [] });
    }),
  );
  Object.assign(value, { params, body: at.make('BlockStatement', last.end, last.end, { body: [] }) });
  const key = at.word('constructor', node.name.start, node.name.end);
  return [
    at.make('MethodDefinition', first.start, last.end, { key, value, kind: 'constructor', static: false, computed: false, decorators: [] }),
  ];
}
