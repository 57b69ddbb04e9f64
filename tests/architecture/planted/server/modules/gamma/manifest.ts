export default { id: 'gamma', requires: [], cooperates: [] };
