import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, Creation, Evidence, FunctionNode } from '../facts.ts';
import type { Place } from './flow.ts';

/** A session object; `creation` is undefined where only an annotation or a type tells. */
export interface SessionValue {
  readonly kind: 'session';
  readonly creation: Creation | undefined;
  readonly node: TSESTree.Node;
}

/** What a session handed out, or what was built from that. */
export interface ToolsValue {
  readonly kind: 'tools';
  readonly session: SessionValue;
  /** `listing` for what only tells of the session's toolkits, and does not work through it. */
  readonly what: 'listing' | 'mcp' | 'part' | 'tools';
}

export interface IdValue {
  readonly kind: 'id';
  readonly session: SessionValue;
}

export interface ClientValue {
  readonly kind: 'client';
  readonly evidence: Evidence;
}

/** Something below a client (`sessions`, `connectedAccounts.delete`), by its path. */
export interface ClientMemberValue {
  readonly kind: 'client-member';
  readonly path: string;
  readonly evidence: Evidence;
}

/** A method of a session that was read but not yet called. */
export interface SessionMethodValue {
  readonly kind: 'session-method';
  readonly session: SessionValue;
  readonly name: string;
}

/** The SDK's module namespace, or its client class. */
export interface SdkValue {
  readonly kind: 'sdk-class' | 'sdk-module';
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly node: FunctionNode;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly node: ClassNode;
}

export interface InstanceValue {
  readonly kind: 'instance';
  readonly node: ClassNode;
}

/** An object, array or container, by the node that makes it (or the type that describes it). */
export interface ObjectValue {
  readonly kind: 'object';
  readonly node: TSESTree.Node;
  /** The constructor's name, for `new X(…)`. */
  readonly made: string | undefined;
  /** True for objects that an annotation or an unknown constructor stands for. */
  readonly assumed: boolean;
  /** True for those of which only the type checker knows. */
  readonly told: boolean;
  readonly properties: Map<string, Place>;
  /** What was stored under a computed key, or as an element. */
  readonly elements: Place;
  /** What its own type says of its elements, whatever is put in. */
  readonly promised: Place;
  /** Everything inside: properties and elements. */
  readonly all: Place;
}

/** The global object. */
export interface GlobalValue {
  readonly kind: 'global';
}

/** What one request, message or connection brings along through all functions that are given it, or a part of that. */
export interface RequestValue {
  readonly kind: 'request';
  /** The role of the parameter, and the way from there: `response.locals`. */
  readonly path: string;
}

/** `resolve` of `new Promise(resolve => …)`, or a state setter: a call passes its argument on to `target`. */
export interface SetterValue {
  readonly kind: 'setter';
  readonly target: Place;
}

/** What a parameter of `node` stands for, seen from inside: `parameter.step.step`. */
export interface ParameterValue {
  readonly kind: 'parameter';
  readonly node: FunctionNode;
  readonly index: number;
  readonly path: readonly Step[];
}

/** One step of a path: a property, `[]` an element, `()` the result of a call. */
export type Step = string;
export const elementStep: Step = '[]';
/** The result of a call; with a number behind it, of a call whose arguments the graph keeps under that number. */
export const callStep: Step = '()';

/** One call of a function of the file: what its parameters stand for. */
export interface Instance {
  readonly node: FunctionNode;
  readonly parameters: readonly (Place | undefined)[];
  /** Calls of parameters that led here, one inside the other. */
  readonly depth: number;
}

/** A value that came into `node` as an argument; it leaves `node` through its `ParameterValue`s instead. */
export interface ArgumentValue {
  readonly kind: 'argument';
  readonly node: FunctionNode;
  readonly value: PlainValue;
}

export type PlainValue =
  | ClassValue
  | ClientMemberValue
  | ClientValue
  | FunctionValue
  | GlobalValue
  | IdValue
  | InstanceValue
  | ObjectValue
  | ParameterValue
  | RequestValue
  | SdkValue
  | SessionMethodValue
  | SessionValue
  | SetterValue
  | ToolsValue;

export type Value = ArgumentValue | PlainValue;

/** The value without the mark of the function it came into. */
export function plain(value: Value): PlainValue {
  return value.kind === 'argument' ? value.value : value;
}
