import type { TSESTree } from '@typescript-eslint/utils';
import { edited, type Edit, type Node, type Source } from './edits.ts';

/** A rewrite that changes nothing of what a program does, and moves nothing to another line; undefined where it does not apply. */
export type Rewrite = (source: Source) => string | undefined;

const isTypeScript = ({ extension }: Source): boolean => extension.startsWith('ts');
const isCreating = (text: string): boolean => /\.(?:create|use)\(/u.test(text);

function changed(source: Source, edits: readonly Edit[]): string | undefined {
  return edits.length > 0 ? edited(source.code, edits) : undefined;
}

/** Variables that hold what a creation or `new Map()` gives, by other names: they are known by nothing but what flows into them. */
const renamedLocals: Rewrite = source => {
  const edits: Edit[] = [];
  // a name that is also read where it is not declared means something to whoever reads the code
  const loose = new Set(source.scopes.globalScope?.through.map(({ identifier }) => (identifier as Node & { name?: string }).name));
  for (const scope of source.scopes.scopes) {
    for (const [index, variable] of scope.variables.entries()) {
      const definition = variable.defs[0];
      const declarator = definition?.node as Node | undefined;
      const isHolder =
        declarator?.type === 'VariableDeclarator' &&
        declarator.id.type === 'Identifier' &&
        declarator.init &&
        (isCreating(source.text(declarator.init)) || /^new (?:Map|Set)\b/u.test(source.text(declarator.init)));
      if (!isHolder || /composio/iu.test(variable.name) || isExported(declarator) || loose.has(variable.name)) continue;
      const name = `held${edits.length}${index}`;
      const places = new Set<Node>([declarator.id as Node, ...variable.references.map(({ identifier }) => identifier as Node)]);
      for (const place of places) {
        const isShort = place.parent?.type === 'Property' && place.parent.shorthand;
        const end = place.range[0] + variable.name.length;
        edits.push({ range: [place.range[0], end], text: isShort ? `${variable.name}: ${name}` : name });
      }
    }
  }
  return changed(source, edits);
};

function isExported(node: Node): boolean {
  return node.parent?.parent?.type === 'ExportNamedDeclaration';
}

/** Puts `wrap` around every expression that makes a session, and around what calls are given. */
function wrapped(wrap: (text: string) => string): Rewrite {
  return source =>
    changed(
      source,
      source.nodes.flatMap((node): Edit[] => {
        const value = node.type === 'VariableDeclarator' ? node.init : node.type === 'AssignmentExpression' ? node.right : undefined;
        const isPlain = value && !/^(?:Arrow|Function|Class)/u.test(value.type) && isCreating(source.text(value));
        return isPlain ? [{ range: value.range, text: wrap(source.text(value)) }] : [];
      }),
    );
}

/** Creations and resumptions that are waited for at once, on one line. */
function waitedFor(source: Source): TSESTree.AwaitExpression[] {
  return source.nodes.flatMap(node => {
    const call = node.type === 'AwaitExpression' ? node.argument : undefined;
    const isOne =
      call?.type === 'CallExpression' &&
      /composio\w*(?:\.\w+)?\.(?:create|use)$/iu.test(source.text(call.callee)) &&
      !source.text(call).includes('\n');
    return isOne && node.type === 'AwaitExpression' ? [node] : [];
  });
}

/** A session that is waited for no longer than something else takes. */
const raced: Rewrite = source =>
  changed(
    source,
    waitedFor(source).map(({ argument }) => ({
      range: argument.range,
      text: `Promise.race([${source.text(argument)}, timeoutAfter(1000)])`,
    })),
  );

/** A literal configuration, spread into another one. */
const spreadConfigs: Rewrite = source =>
  changed(
    source,
    waitedFor(source).flatMap(({ argument }) => {
      const config = argument.type === 'CallExpression' ? argument.arguments[1] : undefined;
      return config?.type === 'ObjectExpression' ? [{ range: config.range, text: `{ ...${source.text(config)} }` }] : [];
    }),
  );

const inTypeScript =
  (rewrite: Rewrite): Rewrite =>
  source =>
    isTypeScript(source) ? rewrite(source) : undefined;

/** `await x` as `await x.then(it => it)` */
const thenAfterAwait: Rewrite = source =>
  changed(
    source,
    source.nodes.flatMap((node): Edit[] =>
      node.type === 'AwaitExpression' &&
      node.argument.type === 'CallExpression' &&
      isCreating(source.text(node.argument)) &&
      node.argument.callee.type === 'MemberExpression'
        ? [{ range: [node.argument.range[1], node.argument.range[1]], text: '.then(it => it)' }]
        : [],
    ),
  );

/** `x` as `(async () => x)()` where `x` is waited for. */
const inIife: Rewrite = source =>
  changed(
    source,
    source.nodes.flatMap((node): Edit[] =>
      node.type === 'AwaitExpression' &&
      node.argument.type === 'CallExpression' &&
      isCreating(source.text(node.argument)) &&
      !/\bawait\b|\byield\b/u.test(source.text(node.argument))
        ? [{ range: node.argument.range, text: `(async () => ${source.text(node.argument)})()` }]
        : [],
    ),
  );

/** Code that never runs, at the start of every function. */
const deadCode: Rewrite = source =>
  changed(
    source,
    source.nodes.flatMap((node): Edit[] =>
      node.type === 'BlockStatement' && /Function/u.test(node.parent?.type ?? '') && !(node.body[0] && 'directive' in node.body[0])
        ? [{ range: [node.range[0] + 1, node.range[0] + 1], text: " if (false) { console.info('never'); }" }]
        : [],
    ),
  );

/** `cache.set(k, make())` as `const taken = make(); cache.set(k, taken)`, and so with assignments. */
const extractedVariables: Rewrite = source => {
  const edits: Edit[] = [];
  for (const node of source.nodes) {
    if (node.type !== 'ExpressionStatement' || (node.parent?.type !== 'BlockStatement' && node.parent?.type !== 'Program')) continue;
    const { expression } = node;
    const value =
      expression.type === 'CallExpression'
        ? expression.arguments.at(-1)
        : expression.type === 'AssignmentExpression' && expression.operator === '='
          ? expression.right
          : undefined;
    if (
      !value ||
      value.type === 'SpreadElement' ||
      /Function|Identifier|Literal|Object|Logical|Conditional|Member/u.test(value.type) ||
      !isCreating(source.text(value))
    )
      continue;
    const name = `taken${edits.length}`;
    edits.push(
      { range: [node.range[0], node.range[0]], text: `const ${name} = ${source.text(value)}; ` },
      { range: value.range, text: name },
    );
  }
  return changed(source, edits.filter(({ text }) => !text.includes('\n')).length === edits.length ? edits : []);
};

/** Function declarations as arrow functions in constants, where nothing calls them before. */
const arrows: Rewrite = source => {
  const edits: Edit[] = [];
  for (const node of source.nodes) {
    if (node.type !== 'FunctionDeclaration' || !node.id || node.generator || node.parent?.type === 'ExportDefaultDeclaration') continue;
    const text = source.text(node);
    const isTop = node.parent?.type === 'Program' || node.parent?.type === 'ExportNamedDeclaration';
    const { name } = node.id;
    const isUsedBefore = source.nodes.some(
      other =>
        other.type === 'Identifier' &&
        other.name === name &&
        other !== node.id &&
        (other.range[0] < node.range[0] || isInside(other, node)),
    );
    if (
      !isTop ||
      isUsedBefore ||
      /\bthis\b|\barguments\b|\bgenerator\b/u.test(text) ||
      node.params.some(parameter => parameter.type === 'Identifier' && parameter.name === 'this')
    )
      continue;
    const head = source.code.slice(node.id.range[1], node.body.range[0]);
    edits.push(
      { range: [node.range[0], node.body.range[0]], text: `const ${name} = ${node.async ? 'async ' : ''}${head}=> ` },
      { range: [node.body.range[1], node.body.range[1]], text: ';' },
    );
  }
  return changed(source, edits);
};

/** Arrow functions with a body of statements as function expressions, where no `this` tells the two apart. */
const functions: Rewrite = source =>
  changed(
    source,
    source.nodes.flatMap((node): Edit[] => {
      if (
        node.type !== 'ArrowFunctionExpression' ||
        node.body.type !== 'BlockStatement' ||
        /\bthis\b|\barguments\b|\bsuper\b/u.test(source.text(node))
      )
        return [];
      const head = source.code.slice(node.range[0], node.body.range[0]);
      const parameters = /^(?<async>async\s*)?(?<rest>[^]*?)\s*=>\s*$/u.exec(head)?.groups;
      if (!parameters) return [];
      const listed = /^[(<]/u.test(parameters['rest']!) ? parameters['rest']! : `(${parameters['rest']!})`;
      return [{ range: [node.range[0], node.body.range[0]], text: `${parameters['async'] ? 'async ' : ''}function ${listed} ` }];
    }),
  );

/** Helpers of the file as methods of an object: `load(id)` as `owned1.load(id)`. */
const methods: Rewrite = source => {
  const edits: Edit[] = [];
  for (const node of source.nodes) {
    if (
      node.type !== 'FunctionDeclaration' ||
      !node.id ||
      node.parent?.type !== 'Program' ||
      /\bthis\b|\barguments\b/u.test(source.text(node))
    )
      continue;
    const { id } = node;
    const variable = source.scopes.getDeclaredVariables(node).find(({ name }) => name === id.name);
    const uses = (variable?.references ?? []).map(({ identifier }) => identifier as Node);
    const areCalls =
      uses.length > 0 &&
      uses.every(use => use.range[0] > node.range[1] && use.parent?.type === 'CallExpression' && use.parent.callee === use);
    if (variable?.defs.length !== 1 || !areCalls) continue;
    const owner = `owned${edits.length}`;
    const star = node.generator ? '*' : '';
    edits.push(
      { range: [node.range[0], id.range[1]], text: `const ${owner} = { ${node.async ? 'async ' : ''}${star}${id.name}` },
      { range: [node.range[1], node.range[1]], text: ' };' },
      ...uses.map(use => ({ range: [use.range[0], use.range[0]] as const, text: `${owner}.` })),
    );
  }
  return changed(source, edits);
};

/** `const held = make(); keep(held)` as `keep(make())`, where the second statement follows the first and reads it once. */
const inlinedVariables: Rewrite = source => {
  const edits: Edit[] = [];
  for (const node of source.nodes) {
    const [declarator, ...others] = node.type === 'VariableDeclaration' && node.kind === 'const' ? node.declarations : [];
    const block = node.parent;
    if (
      !declarator?.init ||
      declarator.id.type !== 'Identifier' ||
      declarator.id.typeAnnotation ||
      others.length > 0 ||
      (block?.type !== 'BlockStatement' && block?.type !== 'Program')
    )
      continue;
    const next = block.body[block.body.indexOf(node as never) + 1];
    const [use, more] = source.scopes.getDeclaredVariables(node)[0]!.references.filter(reference => !reference.init);
    const place = use?.identifier as Node | undefined;
    const isTaken =
      next?.type === 'ExpressionStatement' &&
      next.expression.type === 'CallExpression' &&
      next.expression.callee.type === 'MemberExpression' &&
      next.expression.arguments.at(-1) === place;
    if (more || !isTaken || !isCreating(source.text(declarator.init)) || /Function/u.test(declarator.init.type)) continue;
    edits.push({ range: node.range, text: '' }, { range: place!.range, text: source.text(declarator.init) });
  }
  return changed(source, edits);
};

/** Neighbouring functions of the module in the other order: all of them are there before the first statement runs. */
const reordered: Rewrite = source => {
  const edits: Edit[] = [];
  const isFunction = (node: Node): boolean =>
    (node.type === 'ExportNamedDeclaration' ? node.declaration : node)?.type === 'FunctionDeclaration';
  const { body } = source.ast;
  for (let index = 0; index + 1 < body.length; index += 1) {
    const [one, other] = [body[index]!, body[index + 1]!];
    if (isFunction(one) && isFunction(other)) {
      edits.push({ range: one.range, text: source.text(other) }, { range: other.range, text: source.text(one) });
      index += 1;
    }
  }
  return changed(source, edits);
};

function isInside(inner: Node, outer: Node): boolean {
  return outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}

/** The import of the client in another form. */
function importedAs(form: (binding: string) => string): Rewrite {
  return source => {
    const line = /^import \{ (?<binding>Composio(?: as (?<local>\w+))?) \} from '@composio\/core';/mu.exec(source.code);
    const local = line?.groups?.['local'] ?? 'Composio';
    const isType = new RegExp(String.raw`[:<|]\s*${local}\b|as ${local}\b(?!\s*\})|\bextends ${local}|${local}\[`, 'u').test(
      source.code.replace(line?.[0] ?? '', ''),
    );
    return line && !isType ? source.code.replace(line[0], form(line.groups!['binding']!.replace(' as ', ': '))) : undefined;
  };
}

/** Every import of another module in the form of CommonJS, where no name of it is a type. */
const requiredModules: Rewrite = source => {
  const { code } = source;
  const form = /^import (?:(?<whole>\w+)|(?:\* as (?<all>\w+))|\{ (?<parts>[^}]*) \}) from (?<from>'[^']+');$/gmu;
  const changed = code.replaceAll(form, (line, ...found) => {
    const { whole, all, parts, from } = found.at(-1) as Record<string, string | undefined>;
    const names = parts?.split(',').map(part => part.trim().split(' as ').at(-1)!) ?? [whole ?? all!];
    const isType = names.some(
      name =>
        name.startsWith('type ') ||
        new RegExp(String.raw`[:<|,]\s*${name}\b(?!\s*[,}(])|as ${name}\b|\b(?:extends|implements|typeof) ${name}\b|${name}\[`, 'u').test(
          code.replace(line, ''),
        ),
    );
    return isType ? line : `const ${parts ? `{ ${parts.replaceAll(' as ', ': ')} }` : names[0]!} = require(${from!});`;
  });
  return changed === code ? undefined : changed;
};

/** Every named export in the form of CommonJS, at the end of the file. */
const commonExports: Rewrite = ({ code }) => {
  const names: string[] = [];
  const changed = code.replaceAll(/^export (?=(?:async )?(?:class|const|function\*?|let) (?<name>\w+))/gmu, (...found) => {
    names.push((found.at(-1) as { name: string }).name);
    return '';
  });
  return names.length > 0 && !/^export|^ *['"]use /mu.test(changed) ? `${changed}\nmodule.exports = { ${names.join(', ')} };` : undefined;
};

/** The same as TypeScript. */
export const asTypeScript = (extension: string): string => (extension === 'js' ? 'ts' : extension === 'jsx' ? 'tsx' : extension);

export const rewrites: Readonly<Record<string, Rewrite>> = {
  'locals renamed': renamedLocals,
  'in parentheses': wrapped(text => `((${text}))`),
  'as any': inTypeScript(wrapped(text => `((${text}) as any)`)),
  'with !': inTypeScript(wrapped(text => `(${text})!`)),
  'satisfies unknown': inTypeScript(wrapped(text => `((${text}) satisfies unknown)`)),
  'then after await': thenAfterAwait,
  'in a race': raced,
  'with a configuration that is spread': spreadConfigs,
  'in a function called at once': inIife,
  'behind dead code': deadCode,
  'in variables of their own': extractedVariables,
  'functions as arrows': arrows,
  'arrows as functions': functions,
  'functions as methods': methods,
  'required': importedAs(binding => `const { ${binding} } = require('@composio/core');`),
  'all modules required': requiredModules,
  'exported by CommonJS': commonExports,
  'from a namespace': importedAs(binding => `import * as sdk from '@composio/core'; const { ${binding} } = sdk;`),
  'imported dynamically': importedAs(binding => `const { ${binding} } = await import('@composio/core');`),
  'with CRLF': ({ code }) => code.replaceAll('\n', '\r\n'),
  'with a byte order mark': ({ code }) => (code.startsWith('#!') ? undefined : `\uFEFF${code}`),
};

/** Rewrites that change nothing either, but move code to other lines. */
export const moves: Readonly<Record<string, Rewrite>> = {
  'variables inlined': inlinedVariables,
  'functions in another order': reordered,
};

/** Rewrites after which nothing is a session any more. */
export const inverses: Readonly<Record<string, Rewrite>> = {
  'of another company': ({ code }) =>
    `${code.replaceAll(/composio/giu, name => (name === 'COMPOSIO' ? 'STRIPE' : name.startsWith('C') ? 'Stripe' : 'stripe')).replaceAll(/ToolRouterSession|SessionWithoutMcp/gu, 'Checkout')}\n// composio`,
  'on another thing': ({ code }) =>
    /^(?:export )?const composio = new Composio\([^;]*\);$/mu.test(code) &&
    !/ToolRouterSession|SessionWithoutMcp|Composio\b[^(]/u.test(code.replace(/import \{ Composio \}.*/u, ''))
      ? code.replace(/new Composio\([^;]*\);/u, 'new EventTarget();')
      : undefined,
};
