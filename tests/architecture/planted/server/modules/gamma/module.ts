export default { id: 'gamma' };
