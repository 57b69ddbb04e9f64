export default { id: 'beta', requires: [], cooperates: [] };
