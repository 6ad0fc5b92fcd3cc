import type { TSESTree } from '@typescript-eslint/utils';
import { clientClass, sessionTypes } from '../../sdk/model.ts';
import type { Variable } from '../facts.ts';
import { propertyName } from '../tree.ts';
import { containerTypes, transparentTypes } from '../type-names.ts';
import { Place } from './flow.ts';
import type { Graph } from './graph.ts';
import { importOf, isImported, isSdkSource } from './imports.ts';
import { seedTold } from './told.ts';
import { plain } from './values.ts';

type Node = TSESTree.Node;

/** Types nested deeper than this say nothing. */
const deepest = 6;

/**
 * Puts at `place` what an annotation promises: a session, a client, a container of sessions, an object with a session
 * in it, what a function of the file returns. Answers whether it promised anything.
 */
export function seedType(graph: Graph, place: Place, type: Node, depth = 0): boolean {
  if (depth > deepest) {
    return false;
  }
  const inside = (inner: Node): boolean => seedType(graph, place, inner, depth + 1);
  switch (type.type) {
    case 'TSUnionType':
    case 'TSIntersectionType':
      return type.types.map(inside).includes(true);
    case 'TSTypeOperator':
      return inside(type.typeAnnotation!);
    case 'TSArrayType':
      return contained(graph, place, type, type.elementType, depth);
    case 'TSTupleType':
      return type.elementTypes.length > 0 && contained(graph, place, type, type.elementTypes.at(-1)!, depth);
    case 'TSTypeLiteral':
      return members(graph, place, type, type.members, depth);
    case 'TSImportType':
      return named(graph, place, type, rightName(type.qualifier), isCoreImport(graph, type)) || told(graph, place, type);
    case 'TSTypeReference':
      return reference(graph, place, type, depth);
    case 'TSTypeQuery':
      return alike(graph, place, queried(graph, type.exprName));
    default:
      return false;
  }
}

function isCoreImport(graph: Graph, type: TSESTree.TSImportType): boolean {
  const source = type.source.value;
  return source === '@composio/core' || graph.settings.modules.includes(source);
}

function named(graph: Graph, place: Place, node: Node, name: string | undefined, isCore: boolean): boolean {
  const known = name === undefined ? undefined : sessionTypes.get(name);
  if (known && (isCore || known.byName)) {
    graph.flow.add(place, graph.session(node));
    return true;
  }
  if (name === clientClass && isCore) {
    graph.flow.add(place, graph.client('annotation'));
    return true;
  }
  return false;
}

function contained(graph: Graph, place: Place, node: Node, element: Node, depth: number): boolean {
  const inner = new Place();
  if (!seedType(graph, inner, element, depth + 1)) {
    return false;
  }
  const made = node.type === 'TSTypeReference' && node.typeName.type === 'Identifier' ? node.typeName.name : undefined;
  const object = graph.object(node, { assumed: true, ...(made === undefined ? {} : { made }) });
  graph.flow.edge(inner, object.promised);
  graph.flow.add(place, object);
  return true;
}

function members(graph: Graph, place: Place, node: Node, elements: readonly TSESTree.TypeElement[], depth: number): boolean {
  const object = graph.object(node, { assumed: true });
  let any = false;
  for (const element of elements) {
    if (element.type === 'TSPropertySignature' && element.typeAnnotation) {
      const name = propertyName(element);
      const inner = new Place();
      if (name !== undefined && seedType(graph, inner, element.typeAnnotation.typeAnnotation, depth + 1)) {
        graph.flow.edge(inner, graph.property(object, name));
        any = true;
      }
    } else if (element.type === 'TSIndexSignature' && element.typeAnnotation) {
      const inner = new Place();
      if (seedType(graph, inner, element.typeAnnotation.typeAnnotation, depth + 1)) {
        graph.flow.edge(inner, object.promised);
        any = true;
      }
    }
  }
  if (any) {
    graph.flow.add(place, object);
  }
  return any;
}

function reference(graph: Graph, place: Place, type: TSESTree.TSTypeReference, depth: number): boolean {
  const { typeName } = type;
  const given = type.typeArguments?.params ?? [];
  if (typeName.type !== 'Identifier') {
    const left = rootVariable(graph, typeName);
    return (
      named(graph, place, type, rightName(typeName), importedFromCore(graph, left) !== undefined) ||
      (left !== undefined && told(graph, place, type))
    );
  }
  const { name } = typeName;
  if (name === 'ReturnType' && given[0]) {
    const called = given[0].type === 'TSTypeQuery' ? rootVariable(graph, given[0].exprName) : undefined;
    return (called !== undefined && isImported(graph, called) && told(graph, place, type)) || returnType(graph, place, given[0]);
  }
  if (name === 'InstanceType' && given[0]?.type === 'TSTypeQuery') {
    return instanceOf(graph, place, queried(graph, given[0].exprName));
  }
  if (transparentTypes.has(name)) {
    const inner = given[0];
    return inner ? seedType(graph, place, inner, depth + 1) : false;
  }
  const variable = graph.variableOf(typeName);
  const imported = importedFromCore(graph, variable);
  if (imported !== undefined) {
    return named(graph, place, type, imported, true);
  }
  const declared = declaredType(variable);
  if (declared?.type === 'TSTypeAliasDeclaration') {
    return seedType(graph, place, declared.typeAnnotation, depth + 1);
  }
  if (declared?.type === 'TSInterfaceDeclaration') {
    return members(graph, place, declared, declared.body.body, depth) || (declared.extends.length > 0 && told(graph, place, type));
  }
  if (declared?.type === 'TSTypeParameter') {
    // oxlint's trees have null where typescript-eslint's have undefined
    return !!declared.constraint && seedType(graph, place, declared.constraint, depth + 1);
  }
  const owner = graph.classOf(typeName);
  if (owner) {
    graph.flow.add(place, graph.intern(owner, 'instance', () => ({ kind: 'instance', node: owner })));
    return true;
  }
  if (named(graph, place, type, name, false)) {
    return true;
  }
  if (containerTypes.test(name) && given.length > 0 && contained(graph, place, type, given.at(-1)!, depth)) {
    return true;
  }
  return variable !== undefined && isImported(graph, variable) && told(graph, place, type);
}

/** `Session` of `Session` and of `sdk.Session`. */
function rightName(name: TSESTree.EntityName | null | undefined): string | undefined {
  const last = name?.type === 'TSQualifiedName' ? name.right : name;
  return (last as TSESTree.Identifier | null | undefined)?.name;
}

/** What the type checker, if there is one, says of a type that leads out of the file. */
function told(graph: Graph, place: Place, type: Node): boolean {
  return seedTold(graph, place, graph.types?.tell(type) ?? [], type);
}

/** The variable that `typeof a.b.c` starts from. */
function rootVariable(graph: Graph, name: Node): Variable | undefined {
  return name.type === 'TSQualifiedName' ? rootVariable(graph, name.left) : graph.variableOf(name);
}

/** The name under which the SDK exports an imported variable. */
export function importedFromCore(graph: Graph, variable: Variable | undefined): string | undefined {
  const imported = importOf(variable);
  if (!imported || !isSdkSource(graph, imported.source)) {
    return undefined;
  }
  return imported.name === 'default' ? '*' : imported.name;
}

function declaredType(variable: Variable | undefined): Node | undefined {
  return variable?.defs.find(
    definition =>
      definition.node.type === 'TSTypeAliasDeclaration' ||
      definition.node.type === 'TSInterfaceDeclaration' ||
      definition.node.type === 'TSTypeParameter',
  )?.node;
}

function returnType(graph: Graph, place: Place, of: Node): boolean {
  const called = of.type === 'TSTypeQuery' ? queried(graph, of.exprName) : indexed(graph, of);
  if (called) {
    graph.flow.edge(graph.result(called), place);
  }
  return called !== undefined;
}

/** Lets an annotated place hold what the classes at another place make. */
function instanceOf(graph: Graph, place: Place, classes: Place | undefined): boolean {
  if (classes) {
    graph.flow.watch(classes, marked => {
      const value = plain(marked);
      if (value.kind === 'sdk-class') {
        graph.flow.add(place, graph.client('annotation'));
      } else if (value.kind === 'class') {
        graph.flow.add(place, graph.intern(value.node, 'instance', () => ({ kind: 'instance', node: value.node })));
      }
    });
  }
  return classes !== undefined;
}

/** Puts a session or a client at `place` when the other place has one: what is like an object need not be that object. */
function alike(graph: Graph, place: Place, other: Place | undefined): boolean {
  if (other) {
    graph.flow.watch(other, marked => {
      const value = plain(marked);
      if (value.kind === 'client' || value.kind === 'session') {
        graph.flow.add(place, value);
      }
    });
  }
  return other !== undefined;
}

/** The place that `typeof a.b` names. */
function queried(graph: Graph, name: Node): Place | undefined {
  if (name.type === 'Identifier') {
    const variable = graph.variableOf(name);
    return variable && graph.variable(variable);
  }
  if (name.type === 'TSQualifiedName') {
    const left = queried(graph, name.left);
    return left && graph.member(left, name.right.name);
  }
  return undefined;
}

/** The place of `Composio['sessions']['create']`. */
function indexed(graph: Graph, type: Node): Place | undefined {
  if (type.type === 'TSIndexedAccessType' && type.indexType.type === 'TSLiteralType' && type.indexType.literal.type === 'Literal') {
    const left = indexed(graph, type.objectType);
    return left && graph.member(left, String(type.indexType.literal.value));
  }
  if (type.type === 'TSTypeReference') {
    const place = new Place();
    return seedType(graph, place, type) ? place : undefined;
  }
  return type.type === 'TSTypeQuery' ? queried(graph, type.exprName) : undefined;
}
