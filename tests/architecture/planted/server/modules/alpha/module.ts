export default { id: 'alpha' };
