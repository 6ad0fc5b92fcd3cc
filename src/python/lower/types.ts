import { types } from '../../sdk/python.ts';
import type { Expression } from '../syntax/tree.ts';
import { dotted, lastNameOf, type Lowering } from './lowering.ts';
import type { LoweredNode } from './nodes.ts';

const keywords: Readonly<Record<string, string>> = {
  str: 'TSStringKeyword',
  bytes: 'TSStringKeyword',
  int: 'TSNumberKeyword',
  float: 'TSNumberKeyword',
  bool: 'TSBooleanKeyword',
  Any: 'TSAnyKeyword',
  object: 'TSUnknownKeyword',
};

/**
 * An annotation.
 *
 * | Python                                 | becomes                       |
 * | -------------------------------------- | ----------------------------- |
 * | `str`, `int`, `None`, `Any`            | the keyword                   |
 * | `X | Y`, `Union[X, Y]`, `Optional[X]`  | a union                       |
 * | `dict[str, X]`, `list[X]`              | `Record<string, X>`, `Array<X>` |
 * | `Annotated[X, …]`, `Mapped[X]`         | `X`                           |
 * | `"X"`                                  | `X`                           |
 * | `composio.Composio`                    | a qualified name              |
 */
export function lowerType(at: Lowering, node: Expression): LoweredNode {
  const { start, end } = node;
  const make = (type: string, properties?: object): LoweredNode => at.make(type, start, end, properties);
  switch (node.type) {
    case 'Constant':
      return make(node.value === null ? 'TSNullKeyword' : 'TSAnyKeyword');
    case 'Text': {
      const inner =
        node.parts.length === 1
          ? at.quoted(
              start + at.text.slice(start).search(/(?<=^[^'"]*(?:'''|"""|'|"))[^'"]/u),
              end - (/(?:'''|""")$/u.test(at.text.slice(start, end)) ? 3 : 1),
            )
          : undefined;
      return inner ? lowerType(at, inner) : make('TSAnyKeyword');
    }
    case 'Binary':
      return node.operator === '|'
        ? make('TSUnionType', { types: [lowerType(at, node.left), lowerType(at, node.right)] })
        : make('TSAnyKeyword');
    case 'Name':
      return keywords[node.id] === undefined ? make('TSTypeReference', { typeName: typeName(at, node) }) : make(keywords[node.id]!);
    case 'Attribute':
      return node.name.id === 'Any' ? make('TSAnyKeyword') : make('TSTypeReference', { typeName: typeName(at, node) });
    case 'Subscript':
      return lowerGeneric(at, node);
    default:
      return make('TSAnyKeyword');
  }
}

function lowerGeneric(at: Lowering, node: Expression & { type: 'Subscript' }): LoweredNode {
  const { start, end, value, index } = node;
  const name = lastNameOf(value) ?? '';
  const given = index.type === 'Tuple' ? index.elements : [index];
  const params = (): LoweredNode[] => given.map(each => lowerType(at, each));
  switch (name) {
    case 'Optional':
      return at.make('TSUnionType', start, end, { types: [...params(), at.make('TSNullKeyword', end, end)] });
    case 'Union':
      return at.make('TSUnionType', start, end, { types: params() });
    case 'Annotated':
    case 'Mapped':
    case 'SkipValidation':
      return given[0] ? lowerType(at, given[0]) : at.make('TSAnyKeyword', start, end);
    case 'Literal':
    case 'Callable':
      return at.make('TSAnyKeyword', start, end);
    default: {
      const all = params();
      const isLast = name === 'Coroutine' ? all.slice(-1) : name === 'AsyncGenerator' || name === 'Generator' ? all.slice(0, 1) : all;
      const typeArguments = at.make('TSTypeParameterInstantiation', index.start, index.end, { params: isLast });
      return at.make('TSTypeReference', start, end, { typeName: typeName(at, value), typeArguments });
    }
  }
}

function typeName(at: Lowering, node: Expression): LoweredNode {
  const last = lastNameOf(node) ?? '';
  if (Object.hasOwn(types, last)) {
    return at.word(types[last]!, node.start, node.end);
  }
  if (node.type === 'Attribute' && dotted(node) !== undefined) {
    return at.make('TSQualifiedName', node.start, node.end, {
      left: typeName(at, node.value),
      right: at.word(node.name.id, node.name.start, node.name.end),
    });
  }
  return node.type === 'Name' ? at.read(node.id, node.start, node.end, 'type') : at.word('unknown', node.start, node.end);
}
