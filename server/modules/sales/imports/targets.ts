import { product } from '../../../contracts/sales/records.js';
import { type ImportTarget, targetsOf } from '../../../core/imports/target.js';

export const productTargets: readonly ImportTarget[] = targetsOf(product, {
  name: ['product', 'product name', 'item', 'item name', 'title', 'service', 'produto', 'nome do produto', 'nome', 'serviço', 'título'],
  code: ['sku', 'product code', 'item code', 'part number', 'article', 'reference', 'código', 'código do produto', 'cód', 'referência', 'product id', 'id'],
  series: ['product series', 'family', 'product family', 'line', 'product line', 'category', 'série', 'linha', 'família', 'linha de produto', 'categoria'],
  unit: ['unit of measure', 'uom', 'measure', 'unidade', 'un', 'unidade de medida', 'medida'],
  price: [
    'sales price',
    'selling price',
    'unit price',
    'list price',
    'retail price',
    'price per unit',
    'amount',
    'preço',
    'preço de venda',
    'preço unitário',
    'valor',
    'valor unitário',
    'valor de venda',
  ],
  taxRate: ['tax', 'tax percent', 'vat', 'vat rate', 'sales tax', 'imposto', 'alíquota', 'taxa de imposto', 'alíquota de imposto', 'iva'],
  description: ['details', 'notes', 'descrição', 'detalhes', 'observações'],
});
