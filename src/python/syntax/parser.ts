import { type Comment, type Field, PythonSyntaxError, type Token, tokenize } from './tokens.ts';
import type { Alias, Argument, Block, Case, Comprehension, Expression, Handler, Module, Name, Parameter, Sequence, Statement, Text, WithItem } from './tree.ts';

const keywords = new Set([
  'False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else', 'except',
  'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try',
  'while', 'with', 'yield',
]);

const augmented = new Set(['+=', '-=', '*=', '/=', '//=', '%=', '@=', '&=', '|=', '^=', '>>=', '<<=', '**=']);

/** How strongly binary operators bind. */
const binary: Readonly<Record<string, number>> = { '|': 1, '^': 2, '&': 3, '<<': 4, '>>': 4, '+': 5, '-': 5, '*': 6, '/': 6, '//': 6, '%': 6, '@': 6 };

const comparisons = new Set(['<', '>', '==', '>=', '<=', '!=', '<>', 'in', 'is', 'not']);

/** Parses a Python file. Throws a PythonSyntaxError where it is none. */
export function parsePython(text: string): { module: Module; tokens: readonly Token[]; comments: readonly Comment[] } {
  const { tokens, comments, failure } = tokenize(text);
  const parser = new Parser(text, tokens);
  try {
    const statements = parser.file();
    if (failure) {
      throw failure;
    }
    return { module: { statements }, tokens, comments };
  } catch (error) {
    const last = tokens.findLast(token => token.start < token.end);
    throw failure && error instanceof PythonSyntaxError && error.offset >= (last?.start ?? 0) ? failure : error;
  }
}

/** Recursive descent over the tokens; the grammar's own names where it has one. */
class Parser {
  #at = 0;

  constructor(
    readonly text: string,
    readonly tokens: readonly Token[],
  ) {}

  get #token(): Token {
    return this.tokens[this.#at]!;
  }

  get #last(): number {
    return this.tokens[this.#at - 1]?.end ?? 0;
  }

  #next(): Token {
    const token = this.#token;
    this.#at += 1;
    return token;
  }

  #fail(message = 'invalid syntax', offset = this.#token.start): never {
    throw new PythonSyntaxError(message, offset);
  }

  #isOf(type: Token['type']): boolean {
    return this.#token.type === type;
  }

  #is(text: string, ahead = 0): boolean {
    const token = this.tokens[this.#at + ahead];
    return token !== undefined && token.text === text && (token.type === 'op' || token.type === 'name');
  }

  #take(text: string): boolean {
    if (this.#is(text)) {
      this.#at += 1;
      return true;
    }
    return false;
  }

  #expect(text: string): Token {
    return this.#is(text) ? this.#next() : this.#fail(`expected '${text}'`);
  }

  #name(): Name {
    const token = this.#token;
    if (token.type !== 'name' || keywords.has(token.text)) {
      this.#fail();
    }
    this.#at += 1;
    return { type: 'Name', id: token.text, start: token.start, end: token.end };
  }

  /** Tries a rule, and goes back when it does not fit. */
  #attempt<T>(rule: () => T | undefined): T | undefined {
    const before = this.#at;
    try {
      const result = rule();
      if (result !== undefined) {
        return result;
      }
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) {
        throw error;
      }
    }
    this.#at = before;
    return undefined;
  }

  // ---- statements

  file(): Statement[] {
    const statements: Statement[] = [];
    while (this.#token.type !== 'end') {
      if (this.#token.type === 'newline') {
        this.#at += 1;
      } else if (this.#token.type === 'indent') {
        this.#fail('unexpected indent', this.#token.end);
      } else {
        this.#statement(statements);
      }
    }
    return statements;
  }

  /** The one expression that the tokens are. */
  only(): Expression {
    const value = this.#starExpressions();
    return this.#isOf('end') ? value : this.#fail();
  }

  #statement(into: Statement[]): void {
    const compound = this.#compound();
    if (compound) {
      into.push(compound);
    } else {
      this.#simpleStatements(into);
    }
  }

  #simpleStatements(into: Statement[]): void {
    for (;;) {
      into.push(this.#simple());
      if (this.#take(';')) {
        if (this.#token.type === 'newline') {
          break;
        }
        continue;
      }
      if (this.#token.type !== 'newline') {
        this.#fail();
      }
      break;
    }
    this.#at += 1;
  }

  #block(): Block {
    if (!this.#take(':')) {
      this.#fail("expected ':'");
    }
    const statements: Statement[] = [];
    if (this.#token.type === 'newline') {
      this.#at += 1;
      if (!this.#isOf('indent')) {
        this.#fail('expected an indented block');
      }
      this.#at += 1;
      while (!this.#isOf('dedent') && !this.#isOf('end')) {
        if (this.#token.type === 'newline') {
          this.#at += 1;
        } else if (this.#token.type === 'indent') {
          this.#fail('unexpected indent', this.#token.end);
        } else {
          this.#statement(statements);
        }
      }
      if (this.#isOf('dedent')) {
        this.#at += 1;
      }
    } else {
      this.#simpleStatements(statements);
    }
    return { statements, start: statements[0]?.start ?? this.#last, end: statements.at(-1)?.end ?? this.#last };
  }

  #compound(): Statement | undefined {
    const token = this.#token;
    if (token.type === 'op') {
      return token.text === '@' ? this.#decorated() : undefined;
    }
    if (token.type !== 'name') {
      return undefined;
    }
    switch (token.text) {
      case 'if':
        return this.#if();
      case 'while':
        return this.#while();
      case 'for':
        return this.#for(token.start, false);
      case 'try':
        return this.#try();
      case 'with':
        return this.#with(token.start, false);
      case 'def':
        return this.#function(token.start, [], false);
      case 'class':
        return this.#class(token.start, []);
      case 'async':
        return this.#async(token.start, []);
      case 'match': {
        const subject = this.#attempt(() => this.#matchHead());
        return subject && this.#match(token.start, subject);
      }
      default:
        return undefined;
    }
  }

  #async(start: number, decorators: Expression[]): Statement {
    this.#at += 1;
    if (this.#is('def')) {
      return this.#function(start, decorators, true);
    }
    if (decorators.length === 0 && this.#is('for')) {
      return this.#for(start, true);
    }
    return decorators.length === 0 && this.#is('with') ? this.#with(start, true) : this.#fail();
  }

  #decorated(): Statement {
    const { start } = this.#token;
    const decorators: Expression[] = [];
    while (this.#take('@')) {
      decorators.push(this.#namedExpression());
      if (this.#token.type !== 'newline') {
        this.#fail();
      }
      this.#at += 1;
    }
    if (this.#is('class')) {
      return this.#class(start, decorators);
    }
    return this.#is('async') ? this.#async(start, decorators) : this.#function(start, decorators, false);
  }

  #function(start: number, decorators: Expression[], isAsync: boolean): Statement {
    const head = isAsync ? this.tokens[this.#at - 1]!.start : this.#token.start;
    this.#expect('def');
    const name = this.#name();
    this.#typeParameters();
    this.#expect('(');
    const parameters = this.#parameters(')', true);
    this.#expect(')');
    const returns = this.#take('->') ? this.#starExpressions() : undefined;
    const body = this.#block();
    return { type: 'Function', name, isAsync, decorators, head, parameters, returns, body, start, end: body.end };
  }

  #class(start: number, decorators: Expression[]): Statement {
    const head = this.#token.start;
    this.#expect('class');
    const name = this.#name();
    this.#typeParameters();
    const bases = this.#take('(') ? this.#arguments() : [];
    const body = this.#block();
    return { type: 'Class', name, decorators, head, bases, body, start, end: body.end };
  }

  /** `[T: int = str, *Ts, **P]` */
  #typeParameters(): void {
    if (!this.#take('[')) {
      return;
    }
    do {
      if (this.#is(']')) {
        break;
      }
      if (!this.#take('*')) {
        this.#take('**');
      }
      this.#name();
      if (this.#take(':')) {
        this.#expression();
      }
      if (this.#take('=')) {
        this.#starOrExpression();
      }
    } while (this.#take(','));
    this.#expect(']');
  }

  #parameters(close: string, isAnnotated: boolean): Parameter[] {
    const parameters: Parameter[] = [];
    let isKeywordOnly = false;
    let hasDefault = false;
    let isBareStar = false;
    while (!this.#is(close)) {
      const { start } = this.#token;
      if (this.#take('/')) {
        if (parameters.length === 0 || isKeywordOnly) {
          this.#fail('invalid syntax', start);
        }
      } else if (this.#take('**')) {
        const name = this.#name();
        const annotation = isAnnotated && this.#take(':') ? this.#expression() : undefined;
        parameters.push({ name, kind: 'mapping', isKeywordOnly, annotation, value: undefined, start, end: this.#last });
        this.#take(',');
        if (!this.#is(close)) {
          this.#fail('arguments cannot follow var-keyword argument');
        }
        break;
      } else if (this.#take('*')) {
        if (isKeywordOnly) {
          this.#fail('* argument may appear only once', start);
        }
        isKeywordOnly = true;
        if (!this.#is(',')) {
          const name = this.#name();
          const annotation = isAnnotated && this.#take(':') ? this.#starOrExpression() : undefined;
          parameters.push({ name, kind: 'rest', isKeywordOnly, annotation, value: undefined, start, end: this.#last });
        } else {
          isBareStar = true;
        }
      } else {
        const name = this.#name();
        isBareStar = false;
        const annotation = isAnnotated && this.#take(':') ? this.#expression() : undefined;
        const value = this.#take('=') ? this.#expression() : undefined;
        if (!value && hasDefault && !isKeywordOnly) {
          this.#fail('parameter without a default follows parameter with a default', start);
        }
        hasDefault ||= value !== undefined;
        parameters.push({ name, kind: 'plain', isKeywordOnly, annotation, value, start, end: this.#last });
      }
      if (!this.#take(',')) {
        break;
      }
    }
    if (isBareStar) {
      this.#fail('named arguments must follow bare *');
    }
    return parameters;
  }

  #if(): Statement {
    const { start } = this.#next();
    const test = this.#namedExpression();
    const body = this.#block();
    let orElse: Block | undefined;
    if (this.#is('elif')) {
      const inner = this.#if();
      orElse = { statements: [inner], start: inner.start, end: inner.end };
    } else if (this.#take('else')) {
      orElse = this.#block();
    }
    return { type: 'IfStatement', test, body, orElse, start, end: (orElse ?? body).end };
  }

  #else(): Block | undefined {
    return this.#take('else') ? this.#block() : undefined;
  }

  #while(): Statement {
    const { start } = this.#next();
    const test = this.#namedExpression();
    const body = this.#block();
    const orElse = this.#else();
    return { type: 'While', test, body, orElse, start, end: (orElse ?? body).end };
  }

  #for(start: number, isAsync: boolean): Statement {
    this.#expect('for');
    const target = this.#targets();
    this.#expect('in');
    const iterable = this.#starExpressions();
    const body = this.#block();
    const orElse = this.#else();
    return { type: 'For', isAsync, target, iterable, body, orElse, start, end: (orElse ?? body).end };
  }

  #try(): Statement {
    const { start } = this.#next();
    const body = this.#block();
    const handlers: Handler[] = [];
    while (this.#is('except')) {
      const from = this.#next().start;
      this.#take('*');
      const kind = this.#is(':') ? undefined : this.#tupleOf(() => this.#expression());
      const name = kind && this.#take('as') ? this.#name() : undefined;
      const block = this.#block();
      handlers.push({ kind, name, body: block, start: from, end: block.end });
    }
    const orElse = handlers.length > 0 ? this.#else() : undefined;
    const final = this.#take('finally') ? this.#block() : undefined;
    if (handlers.length === 0 && !final) {
      this.#fail("expected 'except' or 'finally' block");
    }
    return { type: 'Try', body, handlers, orElse, final, start, end: (final ?? orElse ?? handlers.at(-1)!.body).end };
  }

  #with(start: number, isAsync: boolean): Statement {
    this.#expect('with');
    const items =
      this.#attempt(() => {
        this.#expect('(');
        const listed: WithItem[] = [];
        while (!this.#is(')')) {
          listed.push(this.#withItem());
          if (!this.#take(',')) {
            break;
          }
        }
        this.#expect(')');
        return this.#is(':') && listed.length > 0 ? listed : undefined;
      }) ?? this.#list(() => this.#withItem());
    const body = this.#block();
    return { type: 'With', isAsync, items, body, start, end: body.end };
  }

  #withItem(): WithItem {
    const value = this.#expression();
    const target = this.#take('as') ? this.#target() : undefined;
    return { value, target, start: value.start, end: (target ?? value).end };
  }

  #list<T>(rule: () => T): T[] {
    const items = [rule()];
    while (this.#take(',')) {
      items.push(rule());
    }
    return items;
  }

  /** `match` is a name, too: what follows tells. */
  #matchHead(): Expression | undefined {
    this.#at += 1;
    const subject = this.#tupleOf(() => this.#starOrNamed());
    return this.#take(':') && this.#next().type === 'newline' && this.#next().type === 'indent' && this.#is('case') ? subject : undefined;
  }

  #match(start: number, subject: Expression): Statement {
    const cases: Case[] = [];
    while (!this.#isOf('dedent') && !this.#isOf('end')) {
      const from = this.#expect('case').start;
      const captures: Name[] = [];
      const pattern = this.#tupleOf(() => this.#pattern(captures));
      const guard = this.#take('if') ? this.#namedExpression() : undefined;
      const body = this.#block();
      cases.push({ pattern, captures, guard, body, start: from, end: body.end });
    }
    if (this.#token.type === 'dedent') {
      this.#at += 1;
    }
    return { type: 'Match', subject, cases, start, end: cases.at(-1)!.end };
  }

  /** A pattern is kept as the expression that it looks like; the names it binds are `captures`. */
  #pattern(captures: Name[]): Expression {
    const { start } = this.#token;
    if (this.#take('*')) {
      const name = this.#name();
      captures.push(name);
      return { type: 'Starred', value: name, start, end: this.#last };
    }
    let left = this.#closedPattern(captures);
    while (this.#take('|')) {
      const right = this.#closedPattern(captures);
      left = { type: 'Binary', operator: '|', left, right, start, end: this.#last };
    }
    if (this.#take('as')) {
      captures.push(this.#name());
    }
    return left;
  }

  #closedPattern(captures: Name[]): Expression {
    const token = this.#token;
    const { start } = token;
    if (token.type === 'name' && !keywords.has(token.text)) {
      const name = this.#name();
      let value: Expression = name;
      while (this.#take('.')) {
        value = { type: 'Attribute', value, name: this.#name(), start, end: this.#last };
      }
      if (this.#take('(')) {
        const given: Argument[] = [];
        while (!this.#is(')')) {
          const from = this.#token.start;
          const keyword = this.#token.type === 'name' && this.#is('=', 1) ? this.#name() : undefined;
          if (keyword) {
            this.#expect('=');
          }
          given.push({ name: keyword, isMapping: false, value: this.#pattern(captures), start: from, end: this.#last });
          if (!this.#take(',')) {
            break;
          }
        }
        this.#expect(')');
        return { type: 'Call', callee: value, given, start, end: this.#last };
      }
      if (value === name && name.id !== '_') {
        captures.push(name);
      }
      return value;
    }
    if (this.#is('[') || this.#is('(')) {
      const close = this.#next().text === '[' ? ']' : ')';
      const elements: Expression[] = [];
      let isTuple = close === ']';
      while (!this.#is(close)) {
        elements.push(this.#pattern(captures));
        if (!this.#take(',')) {
          break;
        }
        isTuple = true;
      }
      this.#expect(close);
      return isTuple || elements.length !== 1 ? { type: close === ']' ? 'List' : 'Tuple', elements, start, end: this.#last } : elements[0]!;
    }
    if (this.#take('{')) {
      const keys: (Expression | undefined)[] = [];
      const values: Expression[] = [];
      while (!this.#is('}')) {
        if (this.#take('**')) {
          const rest = this.#name();
          captures.push(rest);
          keys.push(undefined);
          values.push(rest);
        } else {
          keys.push(this.#closedPattern([]));
          this.#expect(':');
          values.push(this.#pattern(captures));
        }
        if (!this.#take(',')) {
          break;
        }
      }
      this.#expect('}');
      return { type: 'Dict', keys, values, start, end: this.#last };
    }
    return this.#binary(5);
  }

  #simple(): Statement {
    const token = this.#token;
    const { start } = token;
    if (token.type === 'name') {
      switch (token.text) {
        case 'pass':
        case 'break':
        case 'continue':
          this.#at += 1;
          return { type: token.text === 'pass' ? 'Pass' : token.text === 'break' ? 'Break' : 'Continue', start, end: token.end };
        case 'return': {
          this.#at += 1;
          const value = this.#isEnd() ? undefined : this.#starExpressions();
          return { type: 'Return', value, start, end: this.#last };
        }
        case 'raise': {
          this.#at += 1;
          const error = this.#isEnd() ? undefined : this.#expression();
          const cause = error && this.#take('from') ? this.#expression() : undefined;
          return { type: 'Raise', error, cause, start, end: this.#last };
        }
        case 'global':
        case 'nonlocal':
          this.#at += 1;
          return { type: token.text === 'global' ? 'Global' : 'Nonlocal', names: this.#list(() => this.#name()), start, end: this.#last };
        case 'del': {
          this.#at += 1;
          const targets = this.#tupleOf(() => this.#target());
          return { type: 'Delete', targets: targets.type === 'Tuple' ? targets.elements : [targets], start, end: this.#last };
        }
        case 'assert': {
          this.#at += 1;
          const test = this.#expression();
          const message = this.#take(',') ? this.#expression() : undefined;
          return { type: 'Assert', test, message, start, end: this.#last };
        }
        case 'import':
          this.#at += 1;
          return { type: 'Import', names: this.#list(() => this.#alias(true)), start, end: this.#last };
        case 'from':
          return this.#importFrom();
        case 'type':
          if (this.tokens[this.#at + 1]?.type === 'name' && !keywords.has(this.tokens[this.#at + 1]!.text) && (this.#is('=', 2) || this.#is('[', 2))) {
            this.#at += 1;
            const name = this.#name();
            this.#typeParameters();
            this.#expect('=');
            return { type: 'TypeAlias', name, value: this.#expression(), start, end: this.#last };
          }
          break;
        default:
      }
    }
    return this.#expressionStatement();
  }

  #isEnd(): boolean {
    return this.#token.type === 'newline' || this.#is(';');
  }

  #alias(isDotted: boolean): Alias {
    const first = this.#name();
    while (isDotted && this.#take('.')) {
      this.#name();
    }
    const pathEnd = this.#last;
    const as = this.#take('as') ? this.#name() : undefined;
    return { path: this.text.slice(first.start, pathEnd).replaceAll(/\s/gu, ''), pathEnd, as, start: first.start, end: this.#last };
  }

  #importFrom(): Statement {
    const { start } = this.#next();
    const moduleStart = this.#token.start;
    while (this.#is('.') || this.#is('...')) {
      this.#at += 1;
    }
    if (!this.#is('import')) {
      this.#name();
      while (this.#take('.')) {
        this.#name();
      }
    } else if (this.#token.start === moduleStart) {
      this.#fail();
    }
    const moduleEnd = this.#last;
    const module = this.text.slice(moduleStart, moduleEnd).replaceAll(/\s/gu, '');
    this.#expect('import');
    if (this.#take('*')) {
      return { type: 'ImportFrom', module, moduleStart, moduleEnd, names: [], isAll: true, start, end: this.#last };
    }
    const names: Alias[] = [];
    if (this.#take('(')) {
      do {
        if (this.#is(')') && names.length > 0) {
          break;
        }
        names.push(this.#alias(false));
      } while (this.#take(','));
      this.#expect(')');
    } else {
      names.push(...this.#list(() => this.#alias(false)));
    }
    return { type: 'ImportFrom', module, moduleStart, moduleEnd, names, isAll: false, start, end: this.#last };
  }

  #expressionStatement(): Statement {
    const { start } = this.#token;
    const first = this.#starExpressions();
    if (this.#is(':') && (first.type === 'Name' || first.type === 'Attribute' || first.type === 'Subscript')) {
      this.#at += 1;
      const annotation = this.#expression();
      const value = this.#take('=') ? this.#yieldOrStars() : undefined;
      return { type: 'AnnotatedAssign', target: first, annotation, value, start, end: this.#last };
    }
    if (this.#token.type === 'op' && augmented.has(this.#token.text)) {
      if (first.type !== 'Name' && first.type !== 'Attribute' && first.type !== 'Subscript') {
        this.#fail(`'${this.text.slice(first.start, first.end)}' is an illegal expression for augmented assignment`, first.start);
      }
      const operator = this.#next().text;
      return { type: 'AugmentedAssign', target: first, operator, value: this.#yieldOrStars(), start, end: this.#last };
    }
    if (this.#is('=')) {
      const targets: Expression[] = [];
      let value = first;
      while (this.#take('=')) {
        this.#checkTarget(value);
        targets.push(value);
        value = this.#yieldOrStars();
      }
      return { type: 'Assign', targets, value, start, end: this.#last };
    }
    return { type: 'Expression', value: first, start, end: this.#last };
  }

  #yieldOrStars(): Expression {
    return this.#starExpressions();
  }

  #checkTarget(target: Expression): void {
    switch (target.type) {
      case 'Name':
      case 'Attribute':
      case 'Subscript':
        break;
      case 'Starred':
        this.#checkTarget(target.value);
        break;
      case 'Tuple':
      case 'List':
        target.elements.forEach(element => this.#checkTarget(element));
        break;
      default:
        this.#fail('cannot assign to expression here', target.start);
    }
  }

  /** One target of `for`, `with` and `del`. */
  #target(): Expression {
    const { start } = this.#token;
    if (this.#take('*')) {
      return { type: 'Starred', value: this.#target(), start, end: this.#last };
    }
    const target = this.#primary();
    this.#checkTarget(target);
    return target;
  }

  #targets(): Expression {
    return this.#tupleOf(() => this.#target());
  }

  // ---- expressions

  #tupleOf(rule: () => Expression): Expression {
    const { start } = this.#token;
    const first = rule();
    if (!this.#is(',')) {
      return first;
    }
    const elements = [first];
    while (this.#take(',')) {
      if (!this.#startsExpression()) {
        break;
      }
      elements.push(rule());
    }
    return { type: 'Tuple', elements, start, end: this.#last };
  }

  #startsExpression(): boolean {
    const token = this.#token;
    switch (token.type) {
      case 'number':
      case 'string':
        return true;
      case 'name':
        return !keywords.has(token.text) || ['False', 'None', 'True', 'await', 'lambda', 'not', 'yield'].includes(token.text);
      case 'op':
        return ['(', '[', '{', '-', '+', '~', '*', '...'].includes(token.text);
      default:
        return false;
    }
  }

  #starExpressions(): Expression {
    return this.#is('yield') ? this.#yield() : this.#tupleOf(() => this.#starOrExpression());
  }

  #starOrNamed(): Expression {
    const { start } = this.#token;
    if (this.#take('*')) {
      return { type: 'Starred', value: this.#binary(1), start, end: this.#last };
    }
    return this.#namedExpression();
  }

  #starOrExpression(): Expression {
    const { start } = this.#token;
    if (this.#take('*')) {
      return { type: 'Starred', value: this.#binary(1), start, end: this.#last };
    }
    return this.#expression();
  }

  #yield(): Expression {
    const { start } = this.#next();
    if (this.#take('from')) {
      return { type: 'Yield', value: this.#expression(), isFrom: true, start, end: this.#last };
    }
    const value = this.#startsExpression() ? this.#starExpressions() : undefined;
    return { type: 'Yield', value, isFrom: false, start, end: this.#last };
  }

  #namedExpression(): Expression {
    const { start } = this.#token;
    if (this.#token.type === 'name' && this.#is(':=', 1) && !keywords.has(this.#token.text)) {
      const target = this.#name();
      this.#at += 1;
      return { type: 'NamedExpression', target, value: this.#expression(), start, end: this.#last };
    }
    return this.#expression();
  }

  #expression(): Expression {
    if (this.#is('lambda')) {
      const { start } = this.#next();
      const parameters = this.#parameters(':', false);
      this.#expect(':');
      return { type: 'Lambda', parameters, body: this.#expression(), start, end: this.#last };
    }
    const { start } = this.#token;
    const body = this.#or();
    if (!this.#take('if')) {
      return body;
    }
    const test = this.#or();
    if (!this.#take('else')) {
      this.#fail("expected 'else' after 'if' expression");
    }
    return { type: 'If', test, body, orElse: this.#expression(), start, end: this.#last };
  }

  #or(): Expression {
    const { start } = this.#token;
    let left = this.#and();
    while (this.#take('or')) {
      left = { type: 'Bool', operator: 'or', left, right: this.#and(), start, end: this.#last };
    }
    return left;
  }

  #and(): Expression {
    const { start } = this.#token;
    let left = this.#not();
    while (this.#take('and')) {
      left = { type: 'Bool', operator: 'and', left, right: this.#not(), start, end: this.#last };
    }
    return left;
  }

  #not(): Expression {
    const { start } = this.#token;
    if (this.#take('not')) {
      return { type: 'Unary', operator: 'not', value: this.#not(), start, end: this.#last };
    }
    return this.#comparison();
  }

  #comparison(): Expression {
    const { start } = this.#token;
    const left = this.#binary(1);
    const operators: string[] = [];
    const comparators: Expression[] = [];
    while ((this.#token.type === 'op' || this.#token.type === 'name') && comparisons.has(this.#token.text)) {
      let operator = this.#token.text;
      if (operator === 'not') {
        if (!this.#is('in', 1)) {
          break;
        }
        this.#at += 1;
        operator = 'not in';
      }
      this.#at += 1;
      if (operator === 'is' && this.#take('not')) {
        operator = 'is not';
      }
      operators.push(operator);
      comparators.push(this.#binary(1));
    }
    return operators.length > 0 ? { type: 'Compare', left, operators, comparators, start, end: this.#last } : left;
  }

  #binary(least: number): Expression {
    const { start } = this.#token;
    let left = this.#unary();
    for (;;) {
      const strength = this.#token.type === 'op' ? binary[this.#token.text] : undefined;
      if (strength === undefined || strength < least) {
        return left;
      }
      const operator = this.#next().text;
      left = { type: 'Binary', operator, left, right: this.#binary(strength + 1), start, end: this.#last };
    }
  }

  #unary(): Expression {
    const token = this.#token;
    if (token.type === 'op' && (token.text === '-' || token.text === '+' || token.text === '~')) {
      this.#at += 1;
      return { type: 'Unary', operator: token.text, value: this.#unary(), start: token.start, end: this.#last };
    }
    const left = this.#await();
    if (this.#take('**')) {
      return { type: 'Binary', operator: '**', left, right: this.#unary(), start: token.start, end: this.#last };
    }
    return left;
  }

  #await(): Expression {
    const { start } = this.#token;
    if (this.#take('await')) {
      return { type: 'Await', value: this.#primary(), start, end: this.#last };
    }
    return this.#primary();
  }

  #primary(): Expression {
    const { start } = this.#token;
    let value = this.#atom();
    for (;;) {
      if (this.#take('.')) {
        value = { type: 'Attribute', value, name: this.#name(), start, end: this.#last };
      } else if (this.#take('(')) {
        value = { type: 'Call', callee: value, given: this.#arguments(), start, end: this.#last };
      } else if (this.#take('[')) {
        const index = this.#tupleOf(() => this.#slice());
        this.#expect(']');
        value = { type: 'Subscript', value, index, start, end: this.#last };
      } else {
        return value;
      }
    }
  }

  #slice(): Expression {
    const { start } = this.#token;
    const parts: Expression[] = [];
    if (!this.#is(':')) {
      const first = this.#starOrNamed();
      if (!this.#is(':')) {
        return first;
      }
      parts.push(first);
    }
    while (this.#take(':')) {
      if (!this.#is(':') && !this.#is(']') && !this.#is(',')) {
        parts.push(this.#expression());
      }
    }
    return { type: 'Slice', parts, start, end: this.#last };
  }

  /** What stands behind an opening parenthesis, with the closing one. */
  #arguments(): Argument[] {
    const given: Argument[] = [];
    while (!this.#is(')')) {
      const { start } = this.#token;
      if (this.#take('**')) {
        given.push({ name: undefined, isMapping: true, value: this.#expression(), start, end: this.#last });
      } else if (this.#is('*')) {
        this.#at += 1;
        const inner = this.#expression();
        given.push({ name: undefined, isMapping: false, value: { type: 'Starred', value: inner, start, end: this.#last }, start, end: this.#last });
      } else if (this.#token.type === 'name' && this.#is('=', 1)) {
        const name = this.#name();
        this.#at += 1;
        given.push({ name, isMapping: false, value: this.#expression(), start, end: this.#last });
      } else {
        if (given.some(({ name }) => name)) {
          const value = this.#namedExpression();
          this.#fail('positional argument follows keyword argument', value.start);
        }
        let value = this.#namedExpression();
        if (this.#is('for') || this.#is('async')) {
          value = this.#comprehension('generator', value, undefined, start);
        }
        given.push({ name: undefined, isMapping: false, value, start, end: this.#last });
      }
      if (!this.#take(',')) {
        break;
      }
    }
    if (!this.#is(')')) {
      this.#fail(this.#startsExpression() ? 'invalid syntax. Perhaps you forgot a comma?' : 'invalid syntax');
    }
    this.#at += 1;
    return given;
  }

  #comprehension(of: Comprehension['of'], element: Expression, value: Expression | undefined, start: number): Comprehension {
    const loops: { target: Expression; iterable: Expression; tests: Expression[]; isAsync: boolean }[] = [];
    while (this.#is('for') || (this.#is('async') && this.#is('for', 1))) {
      const isAsync = this.#take('async');
      this.#expect('for');
      const target = this.#targets();
      this.#expect('in');
      const iterable = this.#or();
      const tests: Expression[] = [];
      while (this.#take('if')) {
        const before = this.#at;
        tests.push(this.#is('lambda') ? this.#expression() : this.tokens[before + 1]?.text === ':=' ? this.#namedExpression() : this.#or());
      }
      loops.push({ target, iterable, tests, isAsync });
    }
    return { type: 'Comprehension', of, element, value, loops, start, end: this.#last };
  }

  #atom(): Expression {
    const token = this.#token;
    const { start, end } = token;
    switch (token.type) {
      case 'number':
        this.#at += 1;
        return { type: 'Number', text: token.text, start, end };
      case 'string':
        return this.#strings();
      case 'name':
        switch (token.text) {
          case 'True':
          case 'False':
          case 'None':
            this.#at += 1;
            return { type: 'Constant', value: token.text === 'None' ? null : token.text === 'True', start, end };
          default:
            return this.#name();
        }
      case 'op':
        switch (token.text) {
          case '...':
            this.#at += 1;
            return { type: 'Constant', value: '...', start, end };
          case '(':
            return this.#parenthesised();
          case '[':
            return this.#listDisplay();
          case '{':
            return this.#braces();
          default:
            return this.#fail();
        }
      default:
        return this.#fail();
    }
  }

  /** `(value)` is the value itself; parentheses belong to tuples and generators. */
  #parenthesised(): Expression {
    const { start } = this.#next();
    if (this.#take(')')) {
      return { type: 'Tuple', elements: [], start, end: this.#last };
    }
    if (this.#is('yield')) {
      const value = this.#yield();
      this.#expect(')');
      return value;
    }
    const from = this.#token.start;
    const first = this.#starOrNamed();
    if (this.#is('for') || this.#is('async')) {
      const made = this.#comprehension('generator', first, undefined, start);
      this.#close(')');
      return { ...made, end: this.#last };
    }
    if (this.#is(',')) {
      const elements = [first];
      while (this.#take(',')) {
        if (this.#is(')')) {
          break;
        }
        elements.push(this.#starOrNamed());
      }
      this.#close(')');
      return { type: 'Tuple', elements, start, end: this.#last };
    }
    if (first.type === 'Starred') {
      this.#fail('cannot use starred expression here', from);
    }
    this.#close(')');
    return first;
  }

  #close(bracket: string): void {
    if (!this.#take(bracket)) {
      this.#fail(this.#startsExpression() ? 'invalid syntax. Perhaps you forgot a comma?' : 'invalid syntax');
    }
  }

  #listDisplay(): Expression {
    const { start } = this.#next();
    const elements: Expression[] = [];
    while (!this.#is(']')) {
      const element = this.#starOrNamed();
      if (elements.length === 0 && (this.#is('for') || this.#is('async'))) {
        const made = this.#comprehension('list', element, undefined, start);
        this.#close(']');
        return { ...made, end: this.#last };
      }
      elements.push(element);
      if (!this.#take(',')) {
        break;
      }
    }
    this.#close(']');
    return { type: 'List', elements, start, end: this.#last };
  }

  #braces(): Expression {
    const { start } = this.#next();
    const keys: (Expression | undefined)[] = [];
    const values: Expression[] = [];
    const elements: Expression[] = [];
    while (!this.#is('}')) {
      if (this.#take('**')) {
        keys.push(undefined);
        values.push(this.#binary(1));
      } else {
        const first = this.#starOrNamed();
        if (this.#take(':')) {
          const value = this.#expression();
          if (keys.length === 0 && (this.#is('for') || this.#is('async'))) {
            const made = this.#comprehension('dict', first, value, start);
            this.#close('}');
            return { ...made, end: this.#last };
          }
          keys.push(first);
          values.push(value);
        } else {
          if (elements.length === 0 && (this.#is('for') || this.#is('async'))) {
            const made = this.#comprehension('set', first, undefined, start);
            this.#close('}');
            return { ...made, end: this.#last };
          }
          elements.push(first);
        }
      }
      if (keys.length > 0 && elements.length > 0) {
        this.#fail("':' expected after dictionary key");
      }
      if (!this.#take(',')) {
        break;
      }
    }
    this.#close('}');
    const made: Expression =
      elements.length > 0 ? ({ type: 'Set', elements, start, end: this.#last } satisfies Sequence) : { type: 'Dict', keys, values, start, end: this.#last };
    return made;
  }

  #strings(): Text {
    const { start } = this.#token;
    const parts: (Expression | string)[] = [];
    let isBytes = false;
    while (this.#token.type === 'string') {
      const { from, to, fields, isRaw, isBytes: isOfBytes } = this.#next().string!;
      isBytes ||= isOfBytes;
      let at = from;
      for (const field of fields ?? []) {
        parts.push(cooked(this.text.slice(at, field.start), isRaw, true));
        this.#field(field, parts);
        at = field.end;
      }
      parts.push(cooked(this.text.slice(at, to), isRaw, fields !== undefined));
    }
    return { type: 'Text', parts, isBytes, start, end: this.#last };
  }

  #field(field: Field, into: (Expression | string)[]): void {
    const { tokens, failure } = tokenize(this.text, field.from, field.to, true);
    if (failure) {
      throw failure;
    }
    if (tokens.length === 1) {
      this.#fail("f-string: valid expression required before '}'", field.start);
    }
    into.push(new Parser(this.text, tokens).only());
    for (const inner of field.inner) {
      this.#field(inner, into);
    }
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"', '\n': '', 0: '\0', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** The text that a literal stands for. */
function cooked(text: string, isRaw: boolean, isFormatted: boolean): string {
  const plain = isFormatted ? text.replaceAll('{{', '{').replaceAll('}}', '}') : text;
  if (isRaw || !plain.includes('\\')) {
    return plain;
  }
  return plain.replaceAll(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r\n|[\s\S]))/gu, (whole, hex?: string, short?: string, long?: string, other?: string) => {
    const code = hex ?? short ?? long;
    if (code !== undefined) {
      const point = Number.parseInt(code, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    }
    return escapes[other!] ?? whole;
  });
}

/** The one expression that some tokens are. */
export function parseExpression(text: string, tokens: readonly Token[]): Expression {
  return new Parser(text, tokens).only();
}
