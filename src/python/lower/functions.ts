import type { Block, Expression, FunctionDefinition, Parameter, Statement } from '../syntax/tree.ts';
import { lowerExpression } from './expressions.ts';
import type { Lowering } from './lowering.ts';
import type { LoweredNode } from './nodes.ts';
import { lowerStatements } from './statements.ts';
import { lowerType } from './types.ts';

/** `lambda x: …` */
export function lowerLambda(at: Lowering, node: Expression & { type: 'Lambda' }): LoweredNode {
  const arrow = at.make('ArrowFunctionExpression', node.start, node.end, { id: null, async: false, generator: false, expression: true });
  const defaults = lowerDefaults(at, node.parameters);
  const { result } = at.inScope('function', arrow, () => {
    const params = lowerParameters(at, node.parameters, arrow, defaults);
    return { params, body: lowerExpression(at, node.body) };
  });
  return Object.assign(arrow, result);
}

/**
 * The defaults of parameters belong to the code around the function. A container among them is made once, and every call
 * gets the same one: a variable there.
 */
function lowerDefaults(at: Lowering, parameters: readonly Parameter[]): Map<Parameter, LoweredNode> {
  return new Map(
    parameters.flatMap(({ value }, index) =>
      value ? [[parameters[index]!, sharedDefault(at, parameters[index]!, lowerExpression(at, value))] as const] : [],
    ),
  );
}

function sharedDefault(at: Lowering, { name: { id, start, end } }: Parameter, value: LoweredNode): LoweredNode {
  if (value.type !== 'ObjectExpression' && value.type !== 'ArrayExpression' && !isCollection(value)) {
    return value;
  }
  return at.outsideClass(() => {
    const name = `$${id}${start}`;
    const declarator = at.make('VariableDeclarator', ...value.range, { init: value });
    const declaration = at.make('VariableDeclaration', ...value.range, { kind: 'const', declarations: [declarator] });
    at.scope.declare(name);
    const bound = at.write(name, start, end, value, { init: true });
    at.define(name, { type: 'Variable', name: bound, node: declarator, parent: declaration });
    Object.assign(declarator, { id: bound });
    at.pending.push(declaration);
    return at.read(name, ...value.range);
  });
}

function isCollection({ type, callee }: LoweredNode): boolean {
  return type === 'NewExpression' && /^(?:Set|WeakMap|WeakSet)$/u.test(String((callee as LoweredNode)['name']));
}

/** Fills a function's node: its parameters, its body and what it returns. */
export function fillFunction(at: Lowering, node: FunctionDefinition, into: LoweredNode, parameters: readonly Parameter[]): LoweredNode {
  const defaults = lowerDefaults(at, parameters);
  const types = new Map(
    parameters.flatMap(parameter => (parameter.annotation ? [[parameter, annotation(at, parameter.annotation)] as const] : [])),
  );
  const returnType = node.returns ? annotation(at, node.returns) : undefined;
  const { result } = at.inScope('function', into, () => {
    at.bindAll(node.body.statements);
    const params = lowerParameters(at, parameters, into, defaults, types);
    return { params, body: lowerBody(at, node.body) };
  });
  return Object.assign(into, {
    async: node.isAsync,
    generator: at.mayYield(node.body) && yields(node.body.statements),
    expression: false,
    returnType,
    ...result,
  });
}

/** A block, with what has to be declared ahead of it. */
function lowerBody(at: Lowering, block: Block): LoweredNode {
  const statements = lowerStatements(at, block.statements);
  return at.make('BlockStatement', block.start, block.end, { body: [...at.pending.splice(0), ...statements] });
}

export function annotation(at: Lowering, type: Expression): LoweredNode {
  return at.make('TSTypeAnnotation', type.start, type.end, { typeAnnotation: lowerType(at, type) });
}

function lowerParameters(
  at: Lowering,
  parameters: readonly Parameter[],
  owner: LoweredNode,
  defaults: ReadonlyMap<Parameter, LoweredNode>,
  types: ReadonlyMap<Parameter, LoweredNode> = new Map(),
): LoweredNode[] {
  return parameters.map(parameter => {
    const { name, kind, start, end } = parameter;
    const typeAnnotation = kind === 'plain' ? types.get(parameter) : undefined;
    const id = at.make('Identifier', name.start, name.end, {
      name: at.names.variable(name.id),
      ...(typeAnnotation ? { typeAnnotation } : {}),
    });
    at.define(name.id, { type: 'Parameter', name: id, node: owner });
    if (kind === 'rest') {
      return at.make('RestElement', start, end, { argument: id });
    }
    const value = defaults.get(parameter);
    if (value) {
      at.noteDefault(name.id, id, value);
    }
    return value ? at.make('AssignmentPattern', start, end, { left: id, right: value }) : id;
  });
}

/** Whether a function is a generator. */
function yields(statements: readonly Statement[]): boolean {
  const stack: unknown[] = [...statements];
  while (stack.length > 0) {
    const node = stack.pop();
    if (Array.isArray(node)) {
      (node as unknown[]).forEach(each => stack.push(each));
    } else if (node && typeof node === 'object') {
      const { type } = node as { type?: string };
      if (type === 'Yield') {
        return true;
      }
      if (type !== 'Function' && type !== 'Class' && type !== 'Lambda') {
        stack.push(...(Object.values(node) as unknown[]));
      }
    }
  }
  return false;
}
