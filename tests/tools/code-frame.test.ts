import { expect, it } from 'vitest';
import { codeFrame, diffLines } from '../../tools/code-frame.ts';

const code = 'one();\n  two(\n    three,\n  );\nfour();\n';

it('underlines what is reported and writes the message below', () => {
  expect(codeFrame(code, { line: 1, column: 1, endLine: 1, endColumn: 4 }, 'First.', 1)).toBe(
    ['1 | one();', '  | ~~~', '  | First.', '2 |   two('].join('\n'),
  );
});

it('underlines every line of a longer place, and puts the message under the last', () => {
  expect(codeFrame(code, { line: 2, column: 3, endLine: 4, endColumn: 4 }, 'Second.', 0)).toBe(
    ['2 |   two(', '  |   ~~~~', '3 |     three,', '  |     ~~~~~~', '4 |   );', '  |   ~', '  |   Second.'].join('\n'),
  );
});

it('marks one character where the end is unknown, and keeps tabs', () => {
  expect(codeFrame('\tone', { line: 1, column: 2 }, 'Here.', 1)).toBe(['1 | \tone', '  | \t~', '  | \tHere.'].join('\n'));
});

it('shows what changes, with an ellipsis between distant changes', () => {
  const before = ['a', ...Array.from({ length: 9 }, (_, index) => `${index}`), 'z'].join('\n');
  expect(diffLines(before, before.replace('a', 'b').replace('z', 'y'))).toBe(
    ['-a', '+b', ' 0', ' 1', '…', ' 7', ' 8', '-z', '+y'].join('\n'),
  );
});
