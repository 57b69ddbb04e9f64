import { testRandomKills } from '../support/random-kills.js';

testRandomKills('postgres', 25);
