export const definePort = (name: string): string => name;
