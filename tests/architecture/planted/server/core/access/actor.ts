export interface Actor {
  name: string;
}
export const system: Actor = { name: 'portal' };
