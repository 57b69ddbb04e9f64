export const table = (name: string): string => name;
