export const page = 'alpha';
