import type { TSESTree } from '@typescript-eslint/utils';
import { bind } from './bindings.ts';
import { condition } from './conditions.ts';
import type { FlowBuilder } from './flow-builder.ts';
import type { Steps, Walkers } from './steps.ts';

type Node = TSESTree.Node;

/** The statements of a block, its function declarations first. */
function* block(statements: readonly Node[], flow: FlowBuilder): Steps {
  for (const statement of statements) {
    const declaration = declared(statement);
    if (declaration?.type === 'FunctionDeclaration') flow.write(declaration, declaration.id ?? declaration);
  }
  for (const statement of statements) {
    if (declared(statement)?.type !== 'FunctionDeclaration') yield statement;
  }
}

function declared(statement: Node): Node | null {
  switch (statement.type) {
    case 'ExportDefaultDeclaration':
    case 'ExportNamedDeclaration':
      return statement.declaration;
    default:
      return statement;
  }
}

function bodyOf(node: { readonly body: readonly Node[] }, flow: FlowBuilder): Steps {
  return block(node.body, flow);
}

function isTrue(node: Node): boolean {
  return node.type === 'Literal' && node.value === true;
}

/** Whether a `case` of `switch (true)` is taken just when the expression is truthy. */
function isBoolean(expression: Node): boolean {
  const parts = [expression];
  for (const part of parts) {
    if (part.type === 'LogicalExpression' && part.operator !== '??') parts.push(part.left, part.right);
    else if (part.type === 'BinaryExpression' && /^(?:[!=]==?|[<>]=?|in|instanceof)$/u.test(part.operator)) continue;
    else if (part.type !== 'UnaryExpression' || part.operator !== '!') return false;
  }
  return true;
}

function nothing(): void {}

export const statementWalkers = {
  BlockStatement: bodyOf,
  Program: bodyOf,
  StaticBlock: bodyOf,
  TSModuleBlock: bodyOf,

  DebuggerStatement: nothing,
  EmptyStatement: nothing,
  ExportAllDeclaration: nothing,
  ImportDeclaration: nothing,

  BreakStatement(node, flow) {
    flow.break(node.label?.name);
  },

  ContinueStatement(node, flow) {
    flow.continue(node.label?.name);
  },

  *ExportNamedDeclaration(node) {
    yield node.declaration;
  },

  *ExpressionStatement(node) {
    yield node.expression;
  },

  *IfStatement(node, flow) {
    const consequent = flow.segment();
    const after = flow.segment();
    const alternate = node.alternate ? flow.segment() : after;
    yield condition(node.test, flow, consequent, alternate);
    flow.startAt(consequent);
    yield node.consequent;
    flow.goto(after);
    if (node.alternate) {
      flow.startAt(alternate);
      yield node.alternate;
      flow.goto(after);
    }
    flow.startAt(after);
  },

  *LabeledStatement(node, flow) {
    const labels = [node.label.name];
    let body = node.body;
    while (body.type === 'LabeledStatement') {
      labels.push(body.label.name);
      body = body.body;
    }
    if (/^(?:DoWhile|For|ForIn|ForOf|While)Statement$/u.test(body.type)) {
      flow.labels = labels;
      yield body;
      return;
    }
    const after = flow.segment();
    flow.openLabel(labels, after);
    yield body;
    flow.close();
    flow.goto(after);
    flow.startAt(after);
  },

  *ReturnStatement(node, flow) {
    yield node.argument;
    flow.emit(node);
    flow.jump(flow.exit, undefined);
  },

  *SwitchStatement(node, flow) {
    yield node.discriminant;
    const after = flow.segment();
    const bodies = node.cases.map((each) => ({ each, start: flow.segment() }));
    for (const { each, start } of bodies) {
      if (each.test === null) continue;
      const next = flow.segment();
      if (isTrue(node.discriminant) && isBoolean(each.test)) yield condition(each.test, flow, start, next);
      else {
        yield each.test;
        flow.branch('truthy', each, start, next);
      }
      flow.startAt(next);
    }
    flow.goto(bodies.find(({ each }) => each.test === null)?.start ?? after);

    flow.openJumps(after);
    for (const { each, start } of bodies) {
      flow.goto(start);
      flow.startAt(start);
      yield block(each.consequent, flow);
    }
    flow.goto(after);
    flow.close();
    flow.startAt(after);
  },

  *ThrowStatement(node, flow) {
    yield node.argument;
    flow.emit(node);
    flow.throw();
  },

  *TSEnumDeclaration(node, flow) {
    if (node.declare) return;
    for (const member of node.body.members) yield member.initializer;
    flow.write(node, node.id);
  },

  TSImportEqualsDeclaration(node, flow) {
    if (node.importKind === 'value') flow.write(node, node.id);
  },

  *TSModuleDeclaration(node) {
    if (!node.declare) yield node.body;
  },

  *VariableDeclaration(node, flow) {
    if (node.declare) return;
    for (const declarator of node.declarations) {
      yield declarator.init;
      if (declarator.init === null && node.kind === 'var') flow.emit(declarator);
      else if (declarator.id.type === 'Identifier') flow.write(declarator, declarator.id);
      else {
        yield bind(declarator.id, flow);
        flow.emit(declarator);
      }
    }
  },
} satisfies Walkers;
