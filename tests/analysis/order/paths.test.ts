import { expect, test } from 'vitest';
import { markedOnEveryPath, parseBody } from './markers.ts';

/** Each program marks the `use()` calls that some path reaches after `change()` without `refresh()`. */
const programs: Record<string, string> = {
  'one after the other': `
    use();
    change();
    use(); // stale
    refresh();
    use();`,
  'operands come before their call': `
    use(change()); // stale
    refresh(use()); // stale
    use();`,
  'the right side comes before the write, the left side before the right': `
    a[use()] = change();
    a[use()] = refresh(); // stale
    use();`,
  'a template': `
    \`\${use()} \${change()}\`;
    tag\`\${use()}\`; // stale`,
  'JSX': `
    return <A b={use()} {...change()}>
      {use()} // stale
      text</A>;`,
  'a computed key, and a static block that only a call would run': `
    class A {
      [change()] = refresh();
      static { refresh(); }
    }
    use(); // stale`,
  'a nested function does nothing here': `
    const f = () => change();
    function g() { change(); }
    items.map(function () { change(); });
    use();`,

  // Branches
  'if': `
    if (a) change();
    use(); // stale`,
  'if and else': `
    if (a) change();
    else use();
    use(); // stale
    if (a) refresh();
    else refresh();
    use();`,
  'the test comes first': `
    if (change()) use(); // stale
    else use(); // stale`,
  'literal conditions': `
    if (false) change();
    if (true) use();
    else change();
    if (!true || false) change();
    use();
    if (0) change();
    use(); // stale`,
  '&&': `
    a && change();
    use(); // stale
    b && refresh();
    use(); // stale`,
  '&& in a test': `
    if (a && change()) use(); // stale
    else use(); // stale`,
  '|| in a test: the first part may have been enough': `
    if (change() || refresh()) use(); // stale
    else use();`,
  '! and && and ||': `
    change();
    if (!(a && refresh())) use(); // stale
    else use();`,
  '??': `
    const x = a ?? change();
    use(); // stale`,
  '?:': `
    a ? change() : use();
    use(); // stale
    a ? refresh() : refresh();
    use();`,
  '?: in a test': `
    change();
    if (a ? refresh() : b) use(); // stale
    if (a ? refresh() : false) use();`,
  'a sequence in a test': `
    if ((change(), refresh(), a)) use();
    if ((refresh(), change(), a)) use(); // stale`,
  '??=, ||= and &&=': `
    a.b ??= change();
    use(); // stale
    refresh();
    a ||= change();
    use(); // stale
    refresh();
    a &&= change();
    use(); // stale
    a += refresh();
    use();`,
  'optional chaining cuts the rest of the chain short': `
    a?.b(change()).c;
    use(); // stale
    b?.[refresh()];
    use(); // stale
    (c?.d).e(refresh());
    use();`,
  'an optional chain in a test: what was cut short is falsy': `
    change();
    if (a?.b(refresh())) use();
    else use(); // stale`,
  'delete of an optional chain': `
    change();
    delete a?.[refresh()];
    use(); // stale`,
  'default values are evaluated only when needed': `
    const { a = change() } = options;
    use(); // stale
    refresh();
    [b = change()] = items;
    use(); // stale
    refresh();
    ({ [change()]: c } = options);
    use(); // stale`,

  'switch (true) is a chain of tests': `
    switch (true) {
      case !a && change() > 0:
        use(); // stale
        break;
      case !(change() && refresh()) || b in c:
        use(); // stale
        refresh();
        break;
      case refresh():
        use();
    }
    use(); // stale`,
  'statements that do nothing': `
    change();
    ;
    debugger;
    var a;
    type A = string;
    declare const c: A;
    use(); // stale`,

  // Leaving
  'return': `
    if (a) {
      change();
      return use(); // stale
    }
    use();
    return;
    change();
    use();`,
  'throw': `
    if (a) {
      change();
      throw use(); // stale
    }
    use();`,

  // Loops
  'while comes round': `
    while (a) {
      use(); // stale
      change();
    }
    use(); // stale`,
  'while tests every turn': `
    while (use()) { // stale
      change();
    }`,
  'do-while runs once at least': `
    change();
    do {
      use(); // stale
      refresh();
    } while (use());
    use();`,
  'for': `
    for (change(); use(); refresh()) { // stale
      use(); // stale
    }
    use(); // stale`,
  'for: the update comes after the body, also by continue': `
    for (;; use()) { // stale
      refresh();
      if (a) continue;
      change();
    }
    use();`,
  'for without a test ends by break only': `
    for (;;) {
      if (a) break;
      change();
      use(); // stale
      refresh();
    }
    use();`,
  'while (true)': `
    while (true) {
      refresh();
      if (a) break;
      change();
    }
    use();`,
  'while (true) without break': `
    while (true) change();
    use();`,
  'for-of': `
    for (const item of use()) {
      use(); // stale
      change();
    }
    use(); // stale`,
  'for-of gives every turn a value': `
    for (options[use()] of items) change(); // stale
    refresh();
    for (const { a = use() } of items) change(); // stale`,
  'for-in and for await': `
    for (const key in items) change();
    use(); // stale
    refresh();
    for await (const item of items) change();
    use(); // stale`,
  'continue': `
    for (const item of items) {
      use(); // stale
      if (a) continue;
      refresh();
      if (b) continue;
      change();
    }`,
  'labelled break and continue': `
    outer: for (const a of items) {
      use();
      for (const b of a) {
        if (b) { change(); break outer; }
        if (c) continue outer;
        change();
        refresh();
      }
      use();
    }
    use(); // stale`,
  'labelled continue from within a switch': `
    outer: inner: while (a) {
      use(); // stale
      switch (b) {
        case 1: change(); continue outer;
        case 2: break inner;
        default: break;
      }
      use(); // stale
      refresh();
    }
    use(); // stale`,
  'a labelled block': `
    block: {
      change();
      if (a) break block;
      refresh();
      use();
    }
    use(); // stale`,
  'break in a labelled block leaves the loop around it': `
    while (a) {
      block: { change(); break; }
      use();
    }
    use(); // stale`,

  // switch
  'switch falls through': `
    switch (a) {
      case 1:
        change();
      case 2:
        use(); // stale
        break;
      case 3:
        use();
    }
    use(); // stale`,
  'switch tests in order, the default last wherever it stands': `
    switch (a) {
      default:
        use(); // stale
        break;
      case change():
        use(); // stale
        refresh();
      case 2:
        use(); // stale
        refresh();
    }
    use(); // stale`,
  'switch with a default leaves by its cases only': `
    change();
    switch (a) {
      case 1:
        refresh();
        break;
      default:
        refresh();
    }
    use();`,
  'switch without a default may do nothing': `
    change();
    switch (a) {
      case 1:
        refresh();
    }
    use(); // stale`,
  'switch with nothing in it': `
    switch (change()) {}
    use(); // stale`,
  'return from a switch': `
    switch (a) {
      case 1:
        change();
        return;
      case 2:
        use();
    }
    use();`,

  // try
  'a change that threw did not happen': `
    try {
      change();
    } catch {
      use();
    }
    use(); // stale`,
  'what comes after a change may throw': `
    try {
      change();
      work();
    } catch {
      use(); // stale
    }`,
  'an awaited call is one step': `
    try {
      await change();
    } catch {
      use();
    }
    try {
      await change().then(log).catch((log));
    } catch {
      use(); // stale
    }`,
  'a promise that is awaited later': `
    try {
      const promise = change();
      await promise;
    } catch {
      use(); // stale
    }`,
  'nothing in the block throws': `
    try {
      a = 1;
      console.log(this.a);
    } catch {
      change();
      use();
    }
    use();`,
  'reading a member, destructuring, yielding and iterating may throw': `
    try { change(); a.b; } catch { use(); } // stale
    refresh();
    try { change(); const { b } = a; } catch { use(); } // stale
    refresh();
    try { change(); yield a; } catch { use(); } // stale
    refresh();
    try { change(); for (b of a); } catch { use(); } // stale
    refresh();
    try { change(); for (b in a); } catch { use(); }
    refresh();
    try { change(); new A(); } catch { use(); } // stale
    refresh();
    try { change(); await a; } catch { use(); } // stale
    refresh();
    try { change(); tag\`\`; } catch { use(); } // stale
    refresh();
    try { change(); await import(a); } catch { use(); } // stale
    refresh();
    try { change(); a + b; } catch { use(); }`,
  'what cannot be null does not throw when it is read': `
    try {
      change();
      this.a; 'x'.length; [].at; ({}).a; (() => 0).name; new.target; import.meta; a?.b; console.error('no');
    } catch {
      use();
    }`,
  'throw to catch': `
    try {
      change();
      throw a;
      refresh();
    } catch {
      use(); // stale
    }`,
  'catch runs after what was thrown, not after the whole block': `
    change();
    try {
      work();
      refresh();
    } catch {
      use(); // stale
      refresh();
    }
    use();`,
  'a catch parameter with a default': `
    try {
      work();
    } catch ({ message = change() }) {
      use(); // stale
    }`,
  'finally runs on every way': `
    try {
      change();
      work();
    } finally {
      use(); // stale
      refresh();
    }
    use();`,
  'finally after an error: the change may not have happened': `
    try {
      refresh();
    } finally {
      use();
      change();
    }
    use(); // stale`,
  'a return through finally does not come out behind the try': `
    try {
      if (a) {
        change();
        return;
      }
    } finally {
      use(); // stale
    }
    use();`,
  'an error through finally does not come out behind the try': `
    try {
      change();
      work();
      refresh();
    } finally {
      b();
    }
    use();`,
  'break and continue through finally': `
    for (const item of items) {
      use(); // stale
      try {
        if (a) { change(); continue; }
        if (b) { refresh(); break; }
        refresh();
      } finally {
        log = a;
      }
      use();
    }
    use(); // stale`,
  'break through finally keeps its own way': `
    while (true) {
      try {
        if (a) { change(); break; }
      } finally {
        b = 1;
      }
      use();
    }
    use(); // stale`,
  'a jump inside the try does not pass its finally': `
    try {
      for (const item of items) {
        if (item) break;
      }
      use();
    } finally {
      change();
    }
    use(); // stale`,
  'two finally blocks': `
    outer: while (true) {
      try {
        try {
          if (a) break outer;
          return;
        } finally {
          change();
        }
      } finally {
        use(); // stale
        refresh();
      }
    }
    use();`,
  'finally that leaves on its own overrides': `
    while (true) {
      try {
        change();
        return work();
      } finally {
        if (a) break;
      }
    }
    use(); // stale`,
  'catch and finally': `
    try {
      change();
      await work();
      refresh();
    } catch {
      use(); // stale
      return;
    } finally {
      use(); // stale
    }
    use();`,
  'an error in catch goes to finally': `
    try {
      work();
    } catch {
      change();
      throw a;
    } finally {
      use(); // stale
    }
    use();`,
  'an inner error goes to the inner catch': `
    try {
      try {
        change();
        work();
      } catch {
        use(); // stale
        refresh();
        use();
      }
    } catch {
      use(); // stale
      return;
    }
    use(); // stale`,
  'an error in an inner finally goes to the outer catch': `
    try {
      try {
        work();
      } finally {
        change();
        work();
      }
    } catch {
      use(); // stale
    }`,
  'a try in a finally': `
    try {
      if (a) return;
      work();
    } finally {
      try {
        change();
        cleanUp();
      } catch {
        use(); // stale
      } finally {
        refresh();
      }
      use();
    }
    use();`,
};

test.each(Object.entries(programs))('%s', (_, program) => {
  const parsed = parseBody(program);
  expect(markedOnEveryPath(parsed)).toBe(parsed.sourceCode.text);
});
