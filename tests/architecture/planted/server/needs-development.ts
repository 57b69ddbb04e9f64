import ts from 'typescript';
export const version = ts.version;
