/** One condition of a list: `amount.gte=1000` is `{ field: 'amount', operator: 'gte', value: 1000 }`. */
export interface Filter {
  field: string;
  operator: Operator;
  value: number | string | boolean | (number | string)[];
}
export type Operator = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'contains' | 'starts' | 'empty';
