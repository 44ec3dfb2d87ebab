import { runGoldens } from '../../support/golden';

runGoldens(__dirname);
