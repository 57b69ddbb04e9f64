export default { id: 'alpha', requires: ['beta'], cooperates: [] };
