import type { TSESTree } from '@typescript-eslint/utils';
import { outsideMembers, ownMembers, requestMembers } from '../../sdk/requests.ts';
import { outsideMembers as pythonMembers, requestMembers as pythonRequestMembers } from '../../sdk/python.ts';
import type { ParameterOrigin } from './parameters.ts';

type Node = TSESTree.Node;

/** A value that came with a request, or the request itself. */
export interface Trace {
  /** What the value is, the same for every expression that stands for it: its root and the way from there. */
  readonly key: string;
  /** Whether whoever sent the request chose the value; otherwise it is the request object, on the way to such a value. */
  readonly isOutside: boolean;
  /** Whether it is the object of one connection, whose own `data` the server fills. */
  readonly isConnection: boolean;
  /** Whether only the parts of an HTTP request count: the name or the place alone says that it is one. */
  readonly isAssumed: boolean;
  /** Whether nothing was read of it yet. */
  readonly isRoot: boolean;
  /** The calls through which it came into the functions that pass it on, the nearest first. */
  readonly via: readonly Node[];
}

/** A value that nothing was read of yet. */
export function rootTrace(key: string, origin: Exclude<ParameterOrigin, 'own'>): Trace {
  const isOutside = origin === 'outside';
  return { key, isOutside, isConnection: origin === 'connection', isAssumed: origin === 'assumed', isRoot: !isOutside, via: [] };
}

/** What a property of each value is: chosen by the sender, still the request, or the server's own. */
export function stepped(traces: readonly Trace[], name: string): Trace[] {
  return traces.flatMap(trace => {
    const next = { ...trace, key: `${trace.key}.${name}`, isRoot: false };
    if (trace.isOutside) {
      return [next];
    }
    if (trace.isAssumed && trace.isRoot && !requestMembers.has(name) && !pythonRequestMembers.has(name)) {
      return [];
    }
    if (ownMembers.has(name) || (trace.isConnection && trace.isRoot && name === 'data')) {
      return [];
    }
    return [{ ...next, isOutside: outsideMembers.has(name) || pythonMembers.has(name) }];
  });
}

export function followed(traces: readonly Trace[], path: readonly string[]): Trace[] {
  return path.reduce<Trace[]>((at, name) => stepped(at, name), [...traces]);
}

export function outsideOnly(traces: readonly Trace[], mark: string): Trace[] {
  return traces.flatMap(trace => (trace.isOutside ? [{ ...trace, key: `${trace.key}.${mark}` }] : []));
}
