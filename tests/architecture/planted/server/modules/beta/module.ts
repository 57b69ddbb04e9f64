export default { id: 'beta' };
