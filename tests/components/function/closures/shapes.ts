/** A module beside the handlers, which also holds what no archive can. */
export const area = (width: number, height: number): number => width * height;

export enum Level {
  Low,
  High,
}

export const sizes = { large: [1, 2, 3] };

export const timer = setTimeout(() => undefined, 0);
