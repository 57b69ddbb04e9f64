import { testRandomKills } from '../support/random-kills.js';

testRandomKills('sqlite', 75);
