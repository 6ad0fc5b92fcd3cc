import type { TSESTree } from '@typescript-eslint/utils';
import { messageNames } from '../../sdk/handlers.ts';
import { builderName, listings, sessionMember } from '../../sdk/model.ts';
import type { FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { returnedExpressions } from '../people/returned.ts';
import { originsOf } from '../people/origins.ts';
import { bringsUser, takesMessage } from '../people/parameters.ts';
import { cargoOf } from './cargo.ts';
import type { FieldStore } from './conversation.ts';
import { fieldReads, isDiscarded } from './field-reads.ts';
import { selfAt } from '../self.ts';
import { awaited, contains, isFunction, propertyName, unwrapped, wrappedParent } from '../tree.ts';

type Node = TSESTree.Node;

/** Whether the storing method itself does a message's work on what it has just stored, or on what it built of that. */
export function doesMessageWork(store: FieldStore, storing: FunctionNode, asked: ReadonlySet<FunctionNode> = new Set()): boolean {
  return (
    worksOnField(store, storing) ||
    (takesMessage(storing) && returnsWork(store.graph, storing)) ||
    hasHelperDoIt(store, storing, new Set([...asked, storing]))
  );
}

/** Whether a method does a message's work on the field, or on what it built of that. */
function worksOnField({ graph, field, site }: FieldStore, storing: FunctionNode): boolean {
  const built = new Set<string>();
  for (const read of fieldReads(graph, storing, field)) {
    const parent = wrappedParent(read);
    if (parent?.type === 'MemberExpression' && unwrapped(parent.object) === read) {
      const name = propertyName(parent);
      const member = sessionMember(name);
      const isSetUp = name !== undefined && member === 'fetch' && !listings.has(name) && isOnlyStored(graph, parent, built, 0);
      if ((member === 'work' || member === 'fetch') && !isSetUp && !isStoredInField(graph, parent)) {
        return true;
      }
      // `this.agent.run(message)`: no method of a session, so the field has something that works through one
      const call = member === 'data' && !builderName.test(name ?? '') ? wrappedParent(parent) : undefined;
      // what `this.agent.setInstructions(text)` gives is nobody's answer
      const isWanted = (given: string): boolean =>
        messageNames.test(given) || (!bringsUser(given) && !isDiscarded(call!) && !isStoredInField(graph, parent));
      if (call?.type === 'CallExpression' && unwrapped(call.callee) === parent && handsOn(graph, call, storing, isWanted)) {
        return true;
      }
    } else if (isArgument(graph, read) && !contains(site, read)) {
      return true;
    }
  }
  for (const name of built) {
    for (const read of fieldReads(graph, storing, name)) {
      if (isArgument(graph, read) || isCalledOn(read)) {
        return true;
      }
    }
  }
  return false;
}

/** Whether a method, which the storing one gives something that it must be given itself, does the work. */
function hasHelperDoIt(store: FieldStore, storing: FunctionNode, asked: ReadonlySet<FunctionNode>): boolean {
  const { graph, owner } = store;
  return owner.body.body.some(member => {
    const helper = 'value' in member && isFunction(member.value) && !asked.has(member.value) ? member.value : undefined;
    const calls = helper ? [...graph.callersOf(helper)] : [];
    const isHandedOn = (call: Node): boolean =>
      contains(storing, call) && call.type === 'CallExpression' && handsOn(graph, call, storing, name => !isOptional(storing, name));
    return !!helper && takesMessage(helper) && calls.some(isHandedOn) && doesMessageWork(store, helper, asked);
  });
}

/** Whether a call is given something that the function around it was given, under such a name. */
function handsOn(graph: Graph, call: TSESTree.CallExpression, storing: FunctionNode, isWanted = (_name: string): boolean => true): boolean {
  return call.arguments.some(argument =>
    originsOf(graph, argument).some(origin => origin.kind === 'parameter' && origin.function === storing && isWanted(origin.name)),
  );
}

/** Whether a function does without a parameter: a conversation may be started with a first message. */
function isOptional({ params }: FunctionNode, name: string): boolean {
  return params.some(each =>
    each.type === 'AssignmentPattern'
      ? each.left.type === 'Identifier' && each.left.name === name
      : each.type === 'Identifier' && each.name === name && each.optional,
  );
}

/** `this.tools = await this.session.tools()` is set-up. */
function isStoredInField(graph: Graph, member: Node): boolean {
  let at: Node = member;
  for (let parent = wrappedParent(at, true); parent; parent = wrappedParent(at, true)) {
    if (parent.type === 'CallExpression' && unwrapped(parent.callee) === unwrapped(at)) {
      at = parent;
    } else {
      return fieldWritten(graph, parent) !== undefined;
    }
  }
  return false;
}

/** The field that an assignment to `this.field` writes. */
function fieldWritten(graph: Graph, node: Node): string | undefined {
  return node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && selfAt(graph, node.left.object)
    ? propertyName(node.left)
    : undefined;
}

/**
 * Whether a list of tools is only counted or looked at, or goes into fields of the object: as it is, or as part of
 * something that is built of it (`this.agent = new Agent({ tools })`). The fields of what is built are added to `built`.
 */
function isOnlyStored(graph: Graph, value: Node, built: Set<string>, hops: number): boolean {
  let at: Node = value;
  let isBuilt = false;
  for (let parent = wrappedParent(at, true); parent; at = parent, parent = wrappedParent(at, true)) {
    switch (parent.type) {
      case 'Property':
      case 'ObjectExpression':
      case 'ArrayExpression':
      case 'SpreadElement':
        break;
      case 'CallExpression':
      case 'NewExpression':
        if (unwrapped(parent.callee) !== unwrapped(at)) {
          if (!cargoOf(graph, graph.place(parent))) {
            return false;
          }
          isBuilt = true;
        }
        break;
      case 'AssignmentExpression': {
        const field = fieldWritten(graph, parent);
        if (field !== undefined && isBuilt) {
          built.add(field);
        }
        return field !== undefined;
      }
      case 'VariableDeclarator':
        return (
          hops < 3 &&
          parent.id.type === 'Identifier' &&
          readsOf(graph, parent.id).every(read => isLookedAt(read) || isOnlyStored(graph, read, built, hops + 1))
        );
      default:
        return false;
    }
  }
  return false;
}

function readsOf(graph: Graph, id: Node): Node[] {
  return graph.variableOf(id)!.references.flatMap(reference => (reference.isRead() ? [reference.identifier as Node] : []));
}

/** `tools.length`, `tools.map(tool => tool.name)` */
function isLookedAt(read: Node): boolean {
  const parent = wrappedParent(read);
  return parent?.type === 'MemberExpression' && unwrapped(parent.object) === read;
}

/** `this.agent.run(…)` */
function isCalledOn(read: Node): boolean {
  const member = wrappedParent(read);
  const call = member?.type === 'MemberExpression' && unwrapped(member.object) === read ? wrappedParent(member) : undefined;
  return call?.type === 'CallExpression' && unwrapped(call.callee) === member;
}

function isArgument(graph: Graph, read: Node): boolean {
  let at: Node = read;
  for (let parent = wrappedParent(at, true); parent; parent = wrappedParent(at, true)) {
    if (parent.type === 'CallExpression' || parent.type === 'NewExpression') {
      return unwrapped(parent.callee) !== at && !isStoredInField(graph, parent);
    }
    if (parent.type !== 'Property' && parent.type !== 'ObjectExpression' && parent.type !== 'SpreadElement') {
      return false;
    }
    at = parent;
  }
  return false;
}

/** Whether a function returns what a call on a session, or with its tools, gave. */
function returnsWork(graph: Graph, node: FunctionNode): boolean {
  return returnedExpressions(node).some(expression => isWorkResult(graph, expression, 0));
}

function isWorkResult(graph: Graph, expression: Node, hops: number): boolean {
  const inner = awaited(expression);
  if (inner.type === 'Identifier' && hops < 3) {
    const definition = graph.variableOf(inner)?.defs[0]?.node as Node | undefined;
    return definition?.type === 'VariableDeclarator' && !!definition.init && isWorkResult(graph, definition.init, hops + 1);
  }
  if (inner.type === 'MemberExpression') {
    return isWorkResult(graph, inner.object, hops + 1);
  }
  if (inner.type !== 'CallExpression') {
    return false;
  }
  const callee = unwrapped(inner.callee);
  const [done] = inner.arguments;
  if (callee.type === 'MemberExpression' && propertyName(callee) === 'then' && isFunction(done)) {
    return hops < 3 && returnedExpressions(done).some(each => isWorkResult(graph, each, hops + 1));
  }
  for (const value of graph.place(inner.callee).plainValues()) {
    if (value.kind === 'session-method') {
      return sessionMember(value.name) === 'work';
    }
  }
  const isCargo = (node: Node): boolean => node.type !== 'SpreadElement' && cargoOf(graph, graph.place(node)) !== undefined;
  const isAsked = callee.type === 'MemberExpression' && inner.arguments.length > 0 && isCargo(callee.object);
  return !isCargo(inner) && (isAsked || inner.arguments.some(isCargo));
}
