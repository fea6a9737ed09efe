/**
 * Whether a text matches a pattern of IAM: `*` stands for any text, slashes and colons included, `?` for one character.
 * No backtracking beyond the last `*`, so that no pattern takes longer than its length times that of the text.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let at = 0;
  let index = 0;
  let lastStar = -1;
  let resume = 0;
  while (index < text.length) {
    const expected = pattern[at];
    if (expected === "*") {
      lastStar = at;
      resume = index;
      at += 1;
    } else if (expected === "?" || expected === text[index]) {
      at += 1;
      index += 1;
    } else if (lastStar >= 0) {
      // The last star takes one character more.
      at = lastStar + 1;
      resume += 1;
      index = resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}
