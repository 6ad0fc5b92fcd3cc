import type { TSESTree } from '@typescript-eslint/utils';
import { constructorOf, initialValuesOf } from '../class-members.ts';
import type { ClassNode, Creation, Variable } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { fieldWrites } from '../people/fields.ts';
import { contentOf } from '../parts.ts';
import { returnedExpressions } from '../people/returned.ts';
import type { FileContext } from '../file.ts';
import { ownerOfSelf } from '../self.ts';
import { isRuledOut } from './ruled-out.ts';
import { awaited, isFunction, literalKey, propertyName, unwrapped } from '../tree.ts';
import { oncePer } from '../once-per.ts';

type Node = TSESTree.Node;

/** The user that Composio's examples use for want of one. */
const defaultUser = 'default';

/** Objects that are spread into one another are looked into this deep. */
const mostHops = 4;

/** A literal `'default'` that becomes the user of a creation. */
export interface DefaultUser {
  readonly literal: Node;
  /** Where the code decides for it: the creation, or the call that hands it to a helper which creates. */
  readonly site: Node;
  readonly creation: Creation;
}

interface Step {
  readonly node: Node;
  readonly site: Node;
  /** Whether the way led through a helper's argument already. */
  readonly isHanded: boolean;
}

/**
 * The literals `'default'` that may be the user of a creation.
 *
 * | form                                                     | literal               |
 * | -------------------------------------------------------- | --------------------- |
 * | `create('default')`                                      | the argument          |
 * | `create(userId ?? 'default')`, `||`, `?:`                | the fallback          |
 * | `f(userId = 'default') { create(userId) }`               | the parameter's default |
 * | `const USER = 'default'`, a field, a property, a return  | where it is written   |
 * | `open('default')` over `open(id) { create(id) }`         | the helper's argument |
 *
 * None where a test has ruled it out: `if (userId === 'default') throw …`.
 */
export function* defaultUsersOf(context: FileContext, creation: Creation): Generator<DefaultUser> {
  if (!creation.user) {
    return;
  }
  const seen = new Set<Node>();
  const open: Step[] = [{ node: creation.user, site: creation.call, isHanded: false }];
  for (let step = open.pop(); step; step = open.pop()) {
    const inner = awaited(step.node);
    if (seen.has(inner)) {
      continue;
    }
    seen.add(inner);
    if (literalKey(inner) === defaultUser) {
      yield { literal: inner, site: step.site, creation };
    } else {
      open.push(...sourcesOf(context, inner, step));
    }
  }
}

function* sourcesOf({ graph }: FileContext, node: Node, step: Step): Generator<Step> {
  const same = (other: Node): Step => ({ ...step, node: other });
  switch (node.type) {
    case 'LogicalExpression':
      yield same(node.left);
      yield same(node.right);
      break;
    case 'ConditionalExpression':
      yield same(node.consequent);
      yield same(node.alternate);
      break;
    case 'AssignmentExpression':
      yield same(node.right);
      break;
    case 'Identifier': {
      const variable = graph.variableOf(node);
      if (variable && !isRuledOut(graph, variable, defaultUser, step.site)) {
        yield* writesOf(variable).map(same);
        yield* takenFor(graph, variable).map(same);
        yield* givenTo(graph, variable, step);
      }
      break;
    }
    case 'MemberExpression':
      yield* memberSources(graph, node).map(same);
      break;
    case 'CallExpression':
      for (const value of graph.place(node.callee).plainValues()) {
        if (value.kind === 'function') {
          yield* returnedExpressions(value.node).map(same);
        }
      }
      if (node.callee.type === 'Identifier' && node.callee.name === 'String' && node.arguments[0]) {
        yield same(node.arguments[0]);
      }
      break;
    default:
  }
}

/** What a variable gets by itself; what a pattern takes apart is another value. */
const writesOf = oncePer(({ references }: Variable): readonly Node[] =>
  references.flatMap(reference => {
    const { writeExpr } = reference;
    const target = (reference.identifier as Node).parent;
    const isWhole =
      (target?.type === 'VariableDeclarator' && target.init === writeExpr) ||
      (target?.type === 'AssignmentExpression' && target.right === writeExpr) ||
      (target?.type === 'AssignmentPattern' && target.right === writeExpr);
    return writeExpr && isWhole ? [writeExpr as Node] : [];
  }),
);

/** What a pattern takes out of an object that the file writes: `const { userId } = { ...defaults, ...options }`. */
function takenFor(graph: Graph, { defs: [definition] }: Variable): Node[] {
  const declarator = definition?.node as Node | undefined;
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'ObjectPattern' || !declarator.init) {
    return [];
  }
  const taken = declarator.id.properties.find(property => contentOf(property) === definition!.name);
  const name = taken?.type === 'Property' ? propertyName(taken) : undefined;
  return name === undefined ? [] : [...writtenUnder(graph, declarator.init, name)];
}

/**
 * What an object that the file writes may have under a name, of its own or of what is spread into it; in the end,
 * whether it must have it.
 */
function* writtenUnder(graph: Graph, object: Node, name: string, hops = 0): Generator<Node, boolean> {
  const definition = graph.variableOf(unwrapped(object))?.defs[0]?.node as Node | undefined;
  const literal = unwrapped(
    definition?.type === 'VariableDeclarator' && definition.init && definition.id.type === 'Identifier' ? definition.init : object,
  );
  for (const property of literal.type === 'ObjectExpression' && hops < mostHops ? literal.properties.toReversed() : []) {
    if (property.type === 'SpreadElement') {
      if (yield* writtenUnder(graph, property.argument, name, hops + 1)) {
        return true;
      }
    } else if (property.kind === 'init' && propertyName(property) === name) {
      yield property.value;
      return true;
    }
  }
  return false;
}

/** What the callers of a helper give for its parameter, one hop back. */
function* givenTo(graph: Graph, variable: Variable, step: Step): Generator<Step> {
  const definition = variable.defs[0];
  if (step.isHanded || definition?.type !== 'Parameter' || !isFunction(definition.node)) {
    return;
  }
  const helper = definition.node;
  const name = definition.name as Node;
  const index = helper.params.findIndex(parameter => parameter.range[0] <= name.range[0] && name.range[1] <= parameter.range[1]);
  for (const caller of graph.callersOf(helper)) {
    const given = caller.type === 'CallExpression' && index >= 0 ? caller.arguments[index] : undefined;
    const part = given && partFor(helper.params[index]!, name, given);
    if (part) {
      yield { node: part, site: caller, isHanded: true };
    }
  }
}

/** The part of an argument that a parameter's pattern binds to `name`. */
function partFor(parameter: Node, name: Node, given: Node): Node | undefined {
  const pattern = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (pattern === name) {
    return given;
  }
  const literal = unwrapped(given);
  if (pattern.type !== 'ObjectPattern' || literal.type !== 'ObjectExpression') {
    return undefined;
  }
  const bound = pattern.properties.find(
    property =>
      property.type === 'Property' &&
      (property.value === name || (property.value.type === 'AssignmentPattern' && property.value.left === name)),
  );
  const key = bound?.type === 'Property' ? propertyName(bound) : undefined;
  const written = literal.properties.find(property => property.type === 'Property' && key !== undefined && propertyName(property) === key);
  return written?.type === 'Property' ? written.value : undefined;
}

function memberSources(graph: FileContext['graph'], node: TSESTree.MemberExpression): Node[] {
  const name = propertyName(node);
  const object = unwrapped(node.object);
  if (name === undefined) {
    return [];
  }
  const here = ownerOfSelf(graph, object);
  const owner = here && 'owner' in here ? here.owner : graph.classOf(object);
  if (owner) {
    return fieldSources(graph, owner, name);
  }
  const made = [...graph.place(object).plainValues()].flatMap(value =>
    value.kind === 'instance' ? fieldSources(graph, value.node, name) : [],
  );
  return [...writtenUnder(graph, object, name), ...made];
}

/** What a field of a class gets: the classes of a file name their objects' defaults there. */
function fieldSources(graph: FileContext['graph'], owner: ClassNode, name: string): Node[] {
  const sources = [...fieldWrites(graph, owner, name).map(write => write.node), ...initialValuesOf(owner, name)];
  for (const parameter of constructorOf(owner)?.params ?? []) {
    const bound = parameter.type === 'TSParameterProperty' ? parameter.parameter : undefined;
    if (bound?.type === 'AssignmentPattern' && bound.left.type === 'Identifier' && bound.left.name === name) {
      sources.push(bound.right);
    }
  }
  return sources;
}
