import { runGoldens } from '../../support/golden';

describe('Appmixer', () => runGoldens(__dirname));
