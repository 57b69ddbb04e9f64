export const field = 'name';
