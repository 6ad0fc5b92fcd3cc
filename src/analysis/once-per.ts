/**
 * A function whose answer about an object is worked out when it is first asked for, and forgotten with the object. What it
 * takes besides must be the same whenever it is asked about that object.
 */
export function oncePer<About extends WeakKey, Beside extends readonly unknown[], Answer>(
  answer: (about: About, ...beside: Beside) => Answer,
): (about: About, ...beside: Beside) => Answer {
  const answers = new WeakMap<About, { readonly answer: Answer }>();
  return (about, ...beside) => {
    let known = answers.get(about);
    if (!known) {
      answers.set(about, (known = { answer: answer(about, ...beside) }));
    }
    return known.answer;
  };
}
