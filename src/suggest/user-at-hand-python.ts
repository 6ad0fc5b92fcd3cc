import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, SourceCode, Variable } from '../analysis/facts.ts';
import { asWritten } from '../analysis/language.ts';
import { scopesOf } from '../analysis/scopes.ts';
import { decoratorNames, isClass, isFunction } from '../analysis/tree.ts';
import { homeImports, routeDecorators } from '../sdk/python.ts';
import { userConventions } from '../sdk/python-users.ts';
import { quoteOf } from './lists.ts';
import { isDeclaredIn, variableOf } from './names.ts';
import type { Example } from './user-beside.ts';

type Node = TSESTree.Node;

/**
 * The user of a Python handler that does not name one yet: the field `user_id` of a model that it is given, where its
 * framework has the user, or as another handler gets its own.
 */
export function pythonUser(fn: FunctionNode, sourceCode: SourceCode, examples: readonly Example[]): string | undefined {
  return (
    modelUser(fn, sourceCode) ?? conventionalUser(fn, sourceCode) ?? userBeside(fn, sourceCode, examples) ?? dependency(fn, sourceCode)
  );
}

/** `user.id` of a parameter that both have, given by the same; `g.user.id` of what a framework has for each request. */
function userBeside(fn: FunctionNode, sourceCode: SourceCode, examples: readonly Example[]): string | undefined {
  const given = new Set(fn.params.map(parameter => declaredAs(parameter, sourceCode)));
  const found = examples.find(({ user, fn: other }) => {
    const path = user.type === 'CallExpression' && user.arguments.length === 1 ? user.arguments[0]! : user;
    const root = rootOf(path);
    const variable =
      root.type === 'Identifier' && path !== root && /^[\w.]+$/u.test(sourceCode.getText(path)) ? variableOf(sourceCode, root) : undefined;
    const definition = variable?.defs[0];
    if (other === fn || !variable || !definition || decoratorNames(fn).length === 0) {
      return false;
    }
    if (definition.type === 'ImportBinding') {
      const { parent } = definition;
      const home = parent?.type === 'ImportDeclaration' ? homeImports.get(`${parent.source.value}.${variable.name}`) : undefined;
      return home === 'request' && isRoute(fn) && isRoute(other) && !isDeclaredIn(sourceCode, variable.name, fn);
    }
    const parameter = other.params.find(
      each => each === definition.name || (each.type === 'AssignmentPattern' && each.left === definition.name),
    );
    const declared = parameter && declaredAs(parameter, sourceCode);
    return declared !== undefined && /[:=]/u.test(declared) && given.has(declared);
  });
  return found && sourceCode.getText(found.user);
}

function isRoute(fn: FunctionNode): boolean {
  return decoratorNames(fn).some(name => routeDecorators.has(name));
}

/** `user.id` of `user: User = Depends(current_user)`, where the type is a class that may have an id, or nothing says what it is. */
function dependency({ params }: FunctionNode, sourceCode: SourceCode): string | undefined {
  for (const parameter of params) {
    const id = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    const text = declaredAs(parameter, sourceCode);
    if (id.type !== 'Identifier' || !/^(?:current_?)?user$/iu.test(id.name) || !/\b(?:Depends|Security)\(/u.test(text)) {
      continue;
    }
    const typed = /^\w+\s*:\s*(?:([\w.]+)\s*=|(?:\w+\.)?Annotated\[\s*([\w.]+)\s*,)/u.exec(text);
    const type = typed?.[1] ?? typed?.[2] ?? (/^\w+\s*:/u.test(text) ? undefined : givenType(text, sourceCode));
    if (type === unknownType || (type !== undefined && mayHaveId(type, sourceCode))) {
      return asWritten(sourceCode, `${id.name}.id`);
    }
  }
  return undefined;
}

/** What a dependency of another file gives is anybody's guess. */
const unknownType = '';

/** The type that the function behind `= Depends(f)` says it returns; undefined where the file has it and it says none. */
function givenType(text: string, sourceCode: SourceCode): string | undefined {
  const name = /\b(?:Depends|Security)\(\s*([\w.]+)\s*[,)]/u.exec(text)?.[1];
  if (name === undefined) {
    return undefined;
  }
  const definition = moduleDefinition(name, sourceCode);
  if (!definition || definition.type === 'ImportBinding') {
    return unknownType;
  }
  const { returnType } = definition.node as Partial<FunctionNode>;
  return returnType ? /^[\w.]+$/u.exec(sourceCode.getText(returnType))?.[0] : undefined;
}

/** Whether a type by its name is a class with an `id`, as far as the file says: not a plain one, nor a class of the file without. */
function mayHaveId(type: string, sourceCode: SourceCode): boolean {
  const definition = moduleDefinition(type, sourceCode);
  if (definition && definition.type !== 'ImportBinding') {
    return isClass(definition.node) && hasField(definition.node, 'id');
  }
  return /^[A-Z]/u.test(type.split('.').at(-1)!) && !plainTypes.test(type.split('.').at(-1)!);
}

/** What a module gives the first of the names of a path. */
function moduleDefinition(path: string, sourceCode: SourceCode): Variable['defs'][number] | undefined {
  const [root] = path.split('.');
  const scope = scopesOf(sourceCode).find(({ type }) => type === 'module');
  return scope?.variables.find(({ name }) => asWritten(sourceCode, name) === root)?.defs[0];
}

/** Types of `typing` that stand without their arguments. */
const plainTypes = /^(?:Any|AnyStr|Dict|List|Mapping|MutableMapping|Optional|Sequence|Set|Text|Tuple|Union)$/u;

/** A parameter with its annotation and its default, as it is written. */
function declaredAs(parameter: TSESTree.Parameter, { text }: SourceCode): string {
  const id = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  const end = 'typeAnnotation' in id && id.typeAnnotation ? id.typeAnnotation.range[1] : 0;
  return text.slice(parameter.range[0], Math.max(parameter.range[1], end));
}

function rootOf(node: Node): Node {
  return node.type === 'MemberExpression' ? rootOf(node.object) : node;
}

/** `body.user_id` of `body: ChatBody`, when the file's `class ChatBody` has that field. */
function modelUser({ params }: FunctionNode, sourceCode: SourceCode): string | undefined {
  for (const parameter of params) {
    const name = parameter.type === 'Identifier' ? parameter : undefined;
    const type = name?.typeAnnotation?.typeAnnotation;
    const model = type?.type === 'TSTypeReference' && type.typeName.type === 'Identifier' ? type.typeName.name : undefined;
    const declared = sourceCode.ast.body.find(statement => isClass(statement) && statement.id?.name === model);
    if (name && model !== undefined && declared && isClass(declared) && hasField(declared, 'userId')) {
      return asWritten(sourceCode, `${name.name}.userId`);
    }
  }
  return undefined;
}

/** Whether the constructor of a class of data sets a field. */
function hasField(declared: TSESTree.ClassDeclaration | TSESTree.ClassExpression, name: string): boolean {
  const made = declared.body.body.find(member => member.type === 'MethodDefinition' && member.kind === 'constructor');
  const params = made?.type === 'MethodDefinition' && isFunction(made.value) ? made.value.params : [];
  return params.some(
    parameter => parameter.type === 'TSParameterProperty' && parameter.parameter.type === 'Identifier' && parameter.parameter.name === name,
  );
}

function conventionalUser(fn: FunctionNode, sourceCode: SourceCode): string | undefined {
  const { params } = fn;
  const under = decoratorNames(fn);
  const given = params.flatMap(parameter => (parameter.type === 'Identifier' ? [asWritten(sourceCode, parameter.name)] : []));
  const imports = sourceCode.ast.body.flatMap(statement => (statement.type === 'ImportDeclaration' ? [statement] : []));
  for (const { modules, parameter, isImported, under: only, user } of userConventions) {
    if (only && !under.some(name => only.test(name))) {
      continue;
    }
    const from = imports.filter(({ source }) => modules.test(source.value.split('.')[0]!));
    const names = isImported ? from.flatMap(({ specifiers }) => specifiers.map(({ local }) => asWritten(sourceCode, local.name))) : given;
    const name = from.length > 0 ? names.find(each => parameter.test(each)) : undefined;
    if (name !== undefined) {
      return user.replace('{}', name).replaceAll('"', quoteOf(sourceCode, ...strings(sourceCode)));
    }
  }
  return undefined;
}

function strings({ ast }: SourceCode): readonly Node[] {
  return ast.tokens!.filter(({ type }) => type === 'String') as unknown as Node[];
}
