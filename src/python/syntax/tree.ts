/** Python's syntax tree, in the terms of CPython's `ast` module. */

interface Ranged {
  readonly start: number;
  readonly end: number;
}

export type Expression =
  | (Ranged & { readonly type: 'Attribute'; readonly value: Expression; readonly name: Name })
  | (Ranged & { readonly type: 'Await'; readonly value: Expression })
  | (Ranged & { readonly type: 'Binary'; readonly operator: string; readonly left: Expression; readonly right: Expression })
  | (Ranged & { readonly type: 'Bool'; readonly operator: 'and' | 'or'; readonly left: Expression; readonly right: Expression })
  | Call
  | (Ranged & {
      readonly type: 'Compare';
      readonly left: Expression;
      readonly operators: readonly string[];
      readonly comparators: readonly Expression[];
    })
  | Comprehension
  | (Ranged & { readonly type: 'Constant'; readonly value: boolean | null | '...' })
  | (Ranged & { readonly type: 'Dict'; readonly keys: readonly (Expression | undefined)[]; readonly values: readonly Expression[] })
  | (Ranged & { readonly type: 'If'; readonly test: Expression; readonly body: Expression; readonly orElse: Expression })
  | (Ranged & { readonly type: 'Lambda'; readonly parameters: readonly Parameter[]; readonly body: Expression })
  | Name
  | (Ranged & { readonly type: 'NamedExpression'; readonly target: Name; readonly value: Expression })
  | (Ranged & { readonly type: 'Number'; readonly text: string })
  | Sequence
  | (Ranged & { readonly type: 'Slice'; readonly parts: readonly Expression[] })
  | (Ranged & { readonly type: 'Starred'; readonly value: Expression })
  | Text
  | (Ranged & { readonly type: 'Subscript'; readonly value: Expression; readonly index: Expression })
  | (Ranged & { readonly type: 'Unary'; readonly operator: '+' | '-' | 'not' | '~'; readonly value: Expression })
  | (Ranged & { readonly type: 'Yield'; readonly value: Expression | undefined; readonly isFrom: boolean });

export interface Name extends Ranged {
  readonly type: 'Name';
  readonly id: string;
}

export interface Call extends Ranged {
  readonly type: 'Call';
  readonly callee: Expression;
  readonly given: readonly Argument[];
}

/** `value`, `name=value`, `*value` (a Starred value) or `**value`. */
export interface Argument extends Ranged {
  readonly name: Name | undefined;
  readonly isMapping: boolean;
  readonly value: Expression;
}

export interface Sequence extends Ranged {
  readonly type: 'List' | 'Set' | 'Tuple';
  readonly elements: readonly Expression[];
}

export interface Comprehension extends Ranged {
  readonly type: 'Comprehension';
  readonly of: 'dict' | 'generator' | 'list' | 'set';
  readonly element: Expression;
  /** The value beside the key, of a dictionary. */
  readonly value: Expression | undefined;
  readonly loops: readonly {
    readonly target: Expression;
    readonly iterable: Expression;
    readonly tests: readonly Expression[];
    readonly isAsync: boolean;
  }[];
}

/** A string, an f-string, or several side by side. */
export interface Text extends Ranged {
  readonly type: 'Text';
  /** Text, and the expressions between. */
  readonly parts: readonly (Expression | string)[];
  readonly isBytes: boolean;
}

export interface Parameter extends Ranged {
  readonly name: Name;
  readonly kind: 'mapping' | 'plain' | 'rest';
  readonly isKeywordOnly: boolean;
  readonly annotation: Expression | undefined;
  readonly value: Expression | undefined;
}

export interface FunctionDefinition extends Ranged {
  readonly type: 'Function';
  readonly name: Name;
  readonly isAsync: boolean;
  readonly decorators: readonly Expression[];
  /** Where `def` or `async` stands, behind the decorators. */
  readonly head: number;
  readonly parameters: readonly Parameter[];
  readonly returns: Expression | undefined;
  readonly body: Block;
}

export interface ClassDefinition extends Ranged {
  readonly type: 'Class';
  readonly name: Name;
  readonly decorators: readonly Expression[];
  readonly head: number;
  readonly bases: readonly Argument[];
  readonly body: Block;
}

export interface Block extends Ranged {
  readonly statements: readonly Statement[];
}

export interface Handler extends Ranged {
  readonly kind: Expression | undefined;
  readonly name: Name | undefined;
  readonly body: Block;
}

export interface Alias extends Ranged {
  readonly path: string;
  readonly pathEnd: number;
  readonly as: Name | undefined;
}

export interface Case extends Ranged {
  readonly pattern: Expression;
  readonly captures: readonly Name[];
  readonly guard: Expression | undefined;
  readonly body: Block;
}

export type Statement =
  | (Ranged & {
      readonly type: 'AnnotatedAssign';
      readonly target: Expression;
      readonly annotation: Expression;
      readonly value: Expression | undefined;
    })
  | (Ranged & { readonly type: 'Assert'; readonly test: Expression; readonly message: Expression | undefined })
  | (Ranged & { readonly type: 'Assign'; readonly targets: readonly Expression[]; readonly value: Expression })
  | (Ranged & { readonly type: 'AugmentedAssign'; readonly target: Expression; readonly operator: string; readonly value: Expression })
  | (Ranged & { readonly type: 'Break' | 'Continue' | 'Pass' })
  | ClassDefinition
  | (Ranged & { readonly type: 'Delete'; readonly targets: readonly Expression[] })
  | (Ranged & { readonly type: 'Expression'; readonly value: Expression })
  | (Ranged & {
      readonly type: 'For';
      readonly isAsync: boolean;
      readonly target: Expression;
      readonly iterable: Expression;
      readonly body: Block;
      readonly orElse: Block | undefined;
    })
  | FunctionDefinition
  | (Ranged & { readonly type: 'Global' | 'Nonlocal'; readonly names: readonly Name[] })
  | (Ranged & { readonly type: 'IfStatement'; readonly test: Expression; readonly body: Block; readonly orElse: Block | undefined })
  | (Ranged & { readonly type: 'Import'; readonly names: readonly Alias[] })
  | (Ranged & {
      readonly type: 'ImportFrom';
      readonly module: string;
      readonly moduleStart: number;
      readonly moduleEnd: number;
      readonly names: readonly Alias[];
      readonly isAll: boolean;
    })
  | (Ranged & { readonly type: 'Match'; readonly subject: Expression; readonly cases: readonly Case[] })
  | (Ranged & { readonly type: 'Raise'; readonly error: Expression | undefined; readonly cause: Expression | undefined })
  | (Ranged & { readonly type: 'Return'; readonly value: Expression | undefined })
  | (Ranged & {
      readonly type: 'Try';
      readonly body: Block;
      readonly handlers: readonly Handler[];
      readonly orElse: Block | undefined;
      readonly final: Block | undefined;
    })
  | (Ranged & { readonly type: 'TypeAlias'; readonly name: Name; readonly value: Expression })
  | (Ranged & { readonly type: 'While'; readonly test: Expression; readonly body: Block; readonly orElse: Block | undefined })
  | (Ranged & { readonly type: 'With'; readonly isAsync: boolean; readonly items: readonly WithItem[]; readonly body: Block });

export interface WithItem extends Ranged {
  readonly value: Expression;
  readonly target: Expression | undefined;
}

export interface Module {
  readonly statements: readonly Statement[];
}
